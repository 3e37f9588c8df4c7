namespace Crochet.Running;

/// <summary>An object that lives in a loop, which disposes of it at its stop.</summary>
internal interface IBoundObject
{
    /// <summary>What logs call it.</summary>
    string Name { get; }

    /// <summary>Loop thread. Throws nothing.</summary>
    ValueTask DisposeOnLoopAsync();
}
