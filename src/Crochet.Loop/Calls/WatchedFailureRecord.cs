namespace Crochet.Calls;

/// <summary>
/// A failure that is reported unless somebody retrieves it: by the first of the collector, the stash and the loop's stop. Only its result
/// refers to it, so its finalizer says that the result was dropped; the loop's list holds the part that must outlive it.
/// </summary>
internal sealed class WatchedFailureRecord : FailureRecord
{
    private readonly UnretrievedFailure _unretrieved;
    private volatile bool _isInTask;

    public WatchedFailureRecord(Failure failure, string source, EventLoop? loop)
        : base(failure) => _unretrieved = new UnretrievedFailure(failure, source, loop);

    ~WatchedFailureRecord() => _unretrieved.Report();

    public override void MarkRetrieved()
    {
        GC.SuppressFinalize(this);
        _unretrieved.TrySettle();
    }

    public override void HandToTask()
    {
        _isInTask = true;
        GC.SuppressFinalize(this);
        _unretrieved.Forget();
    }

    public override void ReportUnlessRetrieved(Action<Failure, string> finder)
    {
        if (_isInTask)
            return;
        GC.SuppressFinalize(this);
        _unretrieved.Report(finder);
    }

    public override void ReportUnreadTask() => _unretrieved.Report();
}
