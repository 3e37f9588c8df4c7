namespace Crochet.Streams;

/// <summary>An iterator in the loop that a reader has begun and not left. Loop thread.</summary>
internal interface IOpenStream
{
    /// <summary>What it was read from is given up: its next step fails with this.</summary>
    void Fail(Exception failure);

    /// <summary>The scope of its implementation has ended, and so has the time that it lets calls go on.</summary>
    void EndWithScope();
}
