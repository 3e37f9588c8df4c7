namespace Crochet.Wire;

/// <summary>A stream that this process makes for a reader in another, step by step.</summary>
internal interface IServedSteps : IAsyncDisposable
{
    /// <summary>Makes the next item; the answer has it, or says that the stream is over.</summary>
    Task<byte[]> NextAsync();
}
