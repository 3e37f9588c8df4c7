namespace Crochet.Calls;

/// <summary>A loop's failures that nobody has retrieved yet, for its stop to report. From any thread.</summary>
internal sealed class UnretrievedFailures
{
    private readonly Lock _lock = new();

    // A hash table would stay as large as it once was.
    private readonly LinkedList<UnretrievedFailure> _failures = [];

    public LinkedListNode<UnretrievedFailure> Add(UnretrievedFailure failure)
    {
        lock (_lock)
            return _failures.AddLast(failure);
    }

    public void Remove(LinkedListNode<UnretrievedFailure> node)
    {
        lock (_lock)
        {
            if (node.List is not null)
                _failures.Remove(node);
        }
    }

    public void ReportAll()
    {
        UnretrievedFailure[] failures;
        lock (_lock)
            failures = [.. _failures];
        foreach (var failure in failures)
            failure.Report();
    }
}
