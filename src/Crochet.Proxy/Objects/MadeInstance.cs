namespace Crochet.Objects;

/// <summary>Makes an implementation, on the loop's thread.</summary>
internal delegate ValueTask<MadeInstance> MakeInstance(EventLoop loop, CancellationToken stopping);

/// <summary>An implementation, and what is disposed of after it.</summary>
internal readonly record struct MadeInstance(object? Value, IAsyncDisposable? Scope = null);
