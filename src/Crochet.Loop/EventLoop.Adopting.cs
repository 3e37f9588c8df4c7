namespace Crochet;

// A loop on a thread that another framework owns.
public sealed partial class EventLoop
{
    private const int AdoptedBatchMilliseconds = 8;

    // Null unless the loop is adopted.
    private readonly SynchronizationContext? _host;
    private bool _isHosted;
    private bool _isHostLost;
    private bool _isEnded;

    private void PostTo(SynchronizationContext host)
    {
        try
        {
            host.Post(static state => ((EventLoop)state!).RunAdopted(), this);
        }
        catch (Exception exception)
        {
            OnHostLost(exception);
        }
    }

    // A context that takes no callback has lost its thread, and nothing would ever run: the loop stops with it. What runs user code goes to the pool, since
    // whoever has something to post may hold a lock.
    private void OnHostLost(Exception exception)
    {
        if (Interlocked.Exchange(ref _isHostLost, true))
            return;
        var isNews = !Volatile.Read(ref _closed);
        Stop();
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                var (loop, failure) = state;
                if (failure is not null)
                    loop.Report(failure, "The Post of the adopted context");
                // Pairs with RunAdopted, which leaves first and looks for the loss after.
                Interlocked.MemoryBarrierProcessWide();
                if (!Volatile.Read(ref loop._isHosted))
                    loop.EndAdopted();
            },
            (this, isNews ? new Failure(exception) : null),
            preferLocal: false);
    }

    private void EndAdopted()
    {
        if (Interlocked.Exchange(ref _isEnded, true))
            return;
        FinishStop();
        CompleteStop();
    }

    // One callback of the context that the loop was adopted from.
    private void RunAdopted()
    {
        // Where a callback pumps its context's messages, be it in a loop beside this one, the batch that it belongs to goes on after it.
        if (State == EventLoopState.Stopped || _isHosted)
            return;
        var outer = _current;
        var outerContext = SynchronizationContext.Current;
        Enter();
        Volatile.Write(ref _isHosted, true);
        try
        {
            _watch.OnAwake();
            var began = Turns.Turn.Now;
            do
            {
                Turns.RunRound();
                if (Volatile.Read(ref _acceptance) == AcceptsFromLoop)
                    AdvanceDrain();
            }
            while (!Volatile.Read(ref _closed) && Turns.Turn.Now - began < AdoptedBatchMilliseconds && (!Queue.IsEmpty || Timers.IsAnyDue));

            if (Volatile.Read(ref _closed))
            {
                EndAdopted();
            }
            else if (!Queue.TrySleep() || _sleepLimit.Until(Timers.NextDue) == 0)
            {
                Wake();
            }
        }
        finally
        {
            Volatile.Write(ref _isHosted, false);
            Leave(outer, outerContext);
        }

        if (Volatile.Read(ref _isHostLost))
            EndAdopted();
    }
}
