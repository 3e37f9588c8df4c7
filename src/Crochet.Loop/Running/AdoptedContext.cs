namespace Crochet.Running;

/// <summary>The context of another framework that a loop was adopted from: its turns go through the context's Post, in batches.</summary>
internal sealed class AdoptedContext(EventLoop loop, SynchronizationContext context)
{
    private const int BatchMilliseconds = 8;

    // Replaced as a whole, under the lock; mostly empty, so that who blocks pays one read.
    private static readonly Lock _adoptedLock = new();
    private static AdoptedContext[] _adopted = [];

    private bool _isHosted;
    private bool _isLost;
    private Thread? _thread;

    /// <summary>The context's thread runs a batch of this loop's turns now.</summary>
    public bool IsHosted => Volatile.Read(ref _isHosted);

    /// <summary>The calling thread is the owner's, in the owner's own code: blocking it would keep the loop from running.</summary>
    public bool IsOnOwnersThread => IsCurrent || ReferenceEquals(Volatile.Read(ref _thread), Thread.CurrentThread);

    private bool IsCurrent =>
        SynchronizationContext.Current is { } current && (ReferenceEquals(current, context) || current.Equals(context));

    /// <summary>
    /// The loop that the calling thread would hold up by blocking though it is in none of its turns; <paramref name="wanted"/> first.
    /// </summary>
    public static EventLoop? HeldUpHere(EventLoop? wanted)
    {
        var adopted = Volatile.Read(ref _adopted);
        if (adopted.Length == 0 || SynchronizationContext.Current is null)
            return null;
        if (wanted?.Adopted is { IsCurrent: true })
            return wanted;
        return Array.Find(adopted, static candidate => candidate.IsCurrent)?.Loop;
    }

    private EventLoop Loop => loop;

    /// <summary>The loop runs, and so is looked for by who blocks.</summary>
    public void Register()
    {
        lock (_adoptedLock)
            Volatile.Write(ref _adopted, [.. _adopted, this]);
    }

    /// <summary>The loop has stopped.</summary>
    public void Unregister()
    {
        lock (_adoptedLock)
            Volatile.Write(ref _adopted, [.. _adopted.Where(other => !ReferenceEquals(other, this))]);
    }

    public void Wake()
    {
        try
        {
            context.Post(static state => ((AdoptedContext)state!).RunBatch(), this);
        }
        catch (Exception exception)
        {
            OnLost(exception);
        }
    }

    // A context that takes no callback has lost its thread, and nothing would ever run: the loop stops with it. What runs user code goes to
    // the pool, since whoever has something to post may hold a lock.
    private void OnLost(Exception exception)
    {
        if (Interlocked.Exchange(ref _isLost, true))
            return;
        var isNews = !loop.Lifetime.IsClosed;
        loop.Lifetime.Stop();
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                var (adopted, failure) = state;
                if (failure is not null)
                    adopted.Loop.Report(failure, "The Post of the adopted context");
                // Pairs with RunBatch, which leaves first and looks for the loss after.
                Interlocked.MemoryBarrierProcessWide();
                if (!adopted.IsHosted)
                    adopted.Loop.Lifetime.EndWithoutThread();
            },
            (this, isNews ? new Failure(exception) : null),
            preferLocal: false);
    }

    // One callback of the context.
    private void RunBatch()
    {
        // Where a callback pumps its context's messages, be it in a loop beside this one, the batch that it belongs to goes on after it.
        if (loop.Closed.IsSealed || _isHosted)
            return;
        var outer = EventLoop.Current;
        var outerContext = SynchronizationContext.Current;
        var isOver = false;
        Exception? failure = null;
        try
        {
            Volatile.Write(ref _thread, Thread.CurrentThread);
            loop.Enter();
            Volatile.Write(ref _isHosted, true);
            isOver = RunTurns();
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        Volatile.Write(ref _isHosted, false);
        EventLoop.Leave(outer, outerContext);
        if (failure is not null)
            OnFailed(failure);
        if (isOver)
            loop.Lifetime.Complete();
        else if (Volatile.Read(ref _isLost))
            loop.Lifetime.EndWithoutThread();
        else if (loop.Lifetime.IsClosed)
            // Pairs with Close, which leaves the waiters to a batch that it sees.
            loop.Closed.EndCalls();
    }

    private bool RunTurns()
    {
        loop.Watch.OnAwake();
        var began = loop.Turns.Turn.Now;
        do
        {
            loop.Turns.RunRound();
            if (loop.Lifetime.IsStopping && loop.Lifetime.Advance())
                return true;
        }
        while (loop.Turns.Turn.Now - began < BatchMilliseconds && loop.Turns.HasWork);

        if (!loop.Turns.TrySleep() || loop.SleepLimit.Until(loop.Timers.NextDue) == 0)
            Wake();
        return false;
    }

    // The loop's own code has failed, memory being gone perhaps: that ends the loop, once in its own thread, and where that fails too, from
    // here.
    private void OnFailed(Exception exception)
    {
        var isNews = !loop.Lifetime.IsClosed;
        if (isNews)
        {
            loop.Report(new Failure(exception), $"The loop '{loop.Name}', on the thread that it was adopted from,");
            loop.Lifetime.Stop();
        }
        else
        {
            loop.Lifetime.EndWithoutThread();
        }
    }
}
