using System.Collections.Concurrent;

namespace Crochet.Tests;

/// <summary>What a loop raised <see cref="EventLoop.UnobservedFailure"/> for.</summary>
internal sealed class ReportedFailures
{
    private readonly ConcurrentQueue<UnobservedFailureEventArgs> _all = new();

    public ReportedFailures(EventLoop loop) => loop.UnobservedFailure += (_, reported) => _all.Enqueue(reported);

    public int Count => _all.Count;

    public IEnumerable<string> Messages => _all.Select(reported => reported.Failure.Exception.Message);

    public UnobservedFailureEventArgs Single()
    {
        Wait.Until(() => !_all.IsEmpty);
        return _all.Single();
    }

    public void UntilCount(int count) => Wait.Until(() => _all.Count >= count);
}
