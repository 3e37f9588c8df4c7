namespace Crochet.Stress;

/// <summary>One call, with what was seen of it: how often it ran, where, and how it ended for each who asked.</summary>
internal sealed class TrackedCall(EventLoop loop)
{
    private int _runs;
    private int _strayed;
    private int _end;
    private int _mayNotRun;

    /// <summary>Null where the call was refused, or blocked for.</summary>
    public EventualResult? Result { get; set; }

    public int Runs => Volatile.Read(ref _runs);

    /// <summary>To be called by the body.</summary>
    public int Enter()
    {
        if (!loop.IsInLoopThread || !ReferenceEquals(EventLoop.Current, loop))
            Interlocked.Exchange(ref _strayed, 1);
        return Interlocked.Increment(ref _runs);
    }

    /// <summary>From here the call is promised never to run.</summary>
    public void ExpectNoRun() => Volatile.Write(ref _mayNotRun, 1);

    /// <summary>Somebody has seen this end: all must see the same.</summary>
    public void See(CallEnd end)
    {
        var before = (CallEnd)Interlocked.CompareExchange(ref _end, (int)end, 0);
        if (before != CallEnd.None && before != end)
            throw new AssertFailedException($"A call ended twice: {before}, then {end}.");
    }

    /// <summary>After the loop has stopped: the call has ended, once, and as its body's runs allow.</summary>
    public void Verify()
    {
        if (Result is { } result)
        {
            Assert.IsTrue(result.IsCompleted, "A call that was accepted has not ended.");
            See(EndOf(result));
        }

        var end = (CallEnd)Volatile.Read(ref _end);
        Assert.AreEqual(0, _strayed, "A call ran off its loop's thread.");
        Assert.IsTrue(Runs <= 1, $"A call ran {Runs} times.");
        Assert.IsTrue(Runs == 0 || _mayNotRun == 0, "A call ran after it had been withdrawn.");
        if (end is CallEnd.Value or CallEnd.Failure)
            Assert.AreEqual(1, Runs, $"A call ended with {end} and had not run once.");
    }

    /// <summary>Runs something that gets the call's end, and says which it was.</summary>
    public CallEnd Observe(Action get)
    {
        var end = CallEnd.Value;
        try
        {
            get();
        }
        catch (Boom)
        {
            end = CallEnd.Failure;
        }
        catch (OperationCanceledException)
        {
            end = CallEnd.Cancelled;
        }
        catch (EventLoopStoppedException)
        {
            end = CallEnd.Stopped;
        }
        catch (CrochetTimeoutException timeout)
        {
            end = CallEnd.TimedOut;
            if (timeout.IsWithdrawn)
                ExpectNoRun();
        }

        return end;
    }

    private static CallEnd EndOf(EventualResult result) => result.OriginalFailure()?.Exception switch
    {
        null => CallEnd.Value,
        Boom => CallEnd.Failure,
        OperationCanceledException => CallEnd.Cancelled,
        EventLoopStoppedException => CallEnd.Stopped,
        CrochetTimeoutException => CallEnd.TimedOut,
        var other => throw new AssertFailedException($"A call ended with what nobody threw: {other}"),
    };
}
