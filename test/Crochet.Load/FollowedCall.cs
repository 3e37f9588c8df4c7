namespace Crochet.Load;

/// <summary>One call: how often its body ran, and what its caller got.</summary>
internal sealed class FollowedCall
{
    private int _runs;

    /// <summary>Of an accepted call whose caller has not waited for its end.</summary>
    public EventualResult? Result { get; set; }

    /// <summary>What its caller was thrown; null for a value, and while nobody has waited.</summary>
    public Exception? Thrown { get; set; }

    public int Runs => Volatile.Read(ref _runs);

    public int Run() => Interlocked.Increment(ref _runs);

    /// <summary>Once its loop has stopped.</summary>
    public void Judge(Tally tally)
    {
        if (Result is { IsCompleted: false })
            tally.Lost.Add("A call that was accepted had no end after its loop's.");
        if (Runs > 1)
            tally.Lost.Add($"A call ran {Runs} times.");
        var end = Thrown ?? Result?.OriginalFailure()?.Exception;
        if (end is not null && EventLoop.NeverRan(end) && Runs > 0)
            tally.Lost.Add($"A call ran that is said never to have run: {end.GetType().Name}");
        if (end is null && Runs == 0)
            tally.Lost.Add("A call succeeded that never ran.");
        var neverRan = end is INeverRan { NeverRan: true } ? ", never ran" : "";
        tally.Count($"call ended with {(end is null ? "a value" : end.GetType().Name)}{neverRan}");
    }
}
