namespace Crochet.Wire;

/// <summary>A reading of a stream that this process makes for a reader in another, step by step.</summary>
internal interface IServedSteps : IAsyncDisposable
{
    /// <summary>
    /// Makes the next item; the answer has it, or says that the stream is over. Throws itself, and no task, where the loop refuses the
    /// step.
    /// </summary>
    Task<byte[]> NextAsync();
}
