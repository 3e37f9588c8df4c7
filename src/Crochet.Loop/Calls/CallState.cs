namespace Crochet.Calls;

/// <summary>
/// Where a call is between being made and having ended. It only goes forward; each step is a compare-and-swap that one thread wins.
/// </summary>
internal struct CallState
{
    public const int Queued = 0;
    public const int Running = 1;
    public const int Awaiting = 2;

    /// <summary>One thread has won the right to end the call otherwise than by success, and writes down how.</summary>
    public const int Ending = 3;

    public const int Succeeded = 4;
    public const int Failed = 5;
    public const int Cancelled = 6;

    // Succeeded, and nothing is left to be done to the call: this alone says that it has ended.
    private const int Finished = 7;

    // Queued, and one of those that the loop's limit counts. Nobody else sees the difference.
    private const int Counted = -1;

    private int _value;

    public int Value => Volatile.Read(ref _value) is var value && value == Finished ? Succeeded : Math.Max(Queued, value);

    /// <summary>The call has ended by <see cref="TryFinish"/>.</summary>
    public readonly bool IsFinished => Volatile.Read(in _value) == Finished;

    /// <summary>Readies the call to be queued.</summary>
    public void Queue() => Volatile.Write(ref _value, Queued);

    /// <summary>The limit counts the call from here on; before it is queued. False where it has been withdrawn already.</summary>
    public bool TryCount() => Interlocked.CompareExchange(ref _value, Counted, Queued) == Queued;

    /// <summary>A turn that is on already runs the call, which no queue held.</summary>
    public void StartInPlace() => Volatile.Write(ref _value, Running);

    /// <summary>The call's turn begins: false when it was withdrawn from the queue, and then it never runs.</summary>
    public bool TryStart(out bool wasCounted)
    {
        wasCounted = false;
        var seen = Interlocked.CompareExchange(ref _value, Running, Queued);
        if (seen == Queued)
            return true;
        wasCounted = seen == Counted && Interlocked.CompareExchange(ref _value, Running, Counted) == Counted;
        return wasCounted;
    }

    public bool TryAwait() => Interlocked.CompareExchange(ref _value, Awaiting, Running) == Running;

    /// <summary>From Running on the turn's own thread, from Awaiting on the loop thread, from Queued for results without a loop.</summary>
    public bool TrySucceed()
    {
        // Pairs with TryBeginEnd.
        if (Interlocked.CompareExchange(ref _value, Succeeded, Running) == Running)
            return true;
        var seen = Volatile.Read(ref _value);
        return seen < Ending && Interlocked.CompareExchange(ref _value, Succeeded, seen) == seen;
    }

    /// <summary>The same from Running, for a call that is then read, and used again, by whoever sees it.</summary>
    public bool TryFinish() => Interlocked.CompareExchange(ref _value, Finished, Running) == Running;

    /// <summary>Wins the right to end a call that is still queued, which then never runs.</summary>
    public bool TryBeginEndQueued(out bool wasCounted)
    {
        wasCounted = Interlocked.CompareExchange(ref _value, Ending, Counted) == Counted;
        return wasCounted || Interlocked.CompareExchange(ref _value, Ending, Queued) == Queued;
    }

    /// <summary>Wins the right to end the call, wherever it is.</summary>
    public bool TryBeginEnd(out int prior, out bool wasCounted)
    {
        wasCounted = false;
        prior = Volatile.Read(ref _value);
        while (prior < Ending)
        {
            var seen = Interlocked.CompareExchange(ref _value, Ending, prior);
            if (seen == prior)
            {
                wasCounted = prior == Counted;
                prior = Math.Max(Queued, prior);
                return true;
            }

            prior = seen;
        }

        return false;
    }

    /// <summary>Whoever has won the end has written down how.</summary>
    public void End(int how) => Volatile.Write(ref _value, how);
}
