namespace Crochet.Calls;

/// <summary>What an implementation that reports progress is given.</summary>
internal sealed class CallProgress<T> : CallProgress, IProgress<T>
{
    public void Report(T value) => Add(new ProgressReport<T>(value));
}
