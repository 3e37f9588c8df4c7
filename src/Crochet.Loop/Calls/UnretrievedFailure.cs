namespace Crochet;

/// <summary>A failure in a loop's list of those that nobody has retrieved yet. It is settled once: retrieved, or reported.</summary>
internal sealed class UnretrievedFailure(Failure failure, string source, EventLoop? loop)
{
    private int _settled;

    public void Report(EventLoop? finder = null)
    {
        if (!TrySettle())
            return;
        if ((loop ?? finder) is { } teller)
            teller.Report(failure, source);
        else
            StandardError.Write($"{source} failed, and nobody retrieved its failure:{Environment.NewLine}{failure.Traceback}");
    }

    public bool TrySettle()
    {
        if (Interlocked.Exchange(ref _settled, 1) != 0)
            return false;
        Forget();
        return true;
    }

    /// <summary>The loop's stop will not report it.</summary>
    public void Forget() => loop?.Unretrieved.TryRemove(this, out _);
}
