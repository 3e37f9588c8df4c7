using Crochet.Diagnostics;

namespace Crochet.Calls;

/// <summary>A failure in a loop's list of those that nobody has retrieved yet. It is settled once: retrieved, or reported.</summary>
internal sealed class UnretrievedFailure
{
    private readonly Failure _failure;
    private readonly string _source;
    private readonly EventLoop? _loop;
    private readonly LinkedListNode<UnretrievedFailure>? _node;
    private int _settled;

    public UnretrievedFailure(Failure failure, string source, EventLoop? loop)
    {
        _failure = failure;
        _source = source;
        _loop = loop;
        _node = loop?.Unretrieved.Add(this);
    }

    /// <param name="finder">Who tells of it where the result has no loop.</param>
    public void Report(Action<Failure, string>? finder = null)
    {
        if (!TrySettle())
            return;
        if (_loop is not null)
            _loop.Report(_failure, _source);
        else if (finder is not null)
            finder(_failure, _source);
        else
            StandardError.Write(
                $"{OneLine.Of(_source)} failed, and nobody retrieved its failure:{Environment.NewLine}{_failure.Traceback}");
    }

    public bool TrySettle()
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
            return false;
        Forget();
        return true;
    }

    /// <summary>The loop's stop will not report it.</summary>
    public void Forget()
    {
        if (_node is { } node)
            _loop!.Unretrieved.Remove(node);
    }
}
