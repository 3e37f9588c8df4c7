namespace Crochet;

// A loop on a thread that another framework owns.
public sealed partial class EventLoop
{
    private const int AdoptedBatchMilliseconds = 8;

    // Null unless the loop is adopted.
    private readonly SynchronizationContext? _host;
    private bool _isHosted;

    // One callback of the context that the loop was adopted from.
    private void RunAdopted()
    {
        // Where a callback pumps its context's messages, the batch that it belongs to goes on after it.
        if (State == EventLoopState.Stopped || IsInLoopThread)
            return;
        var outer = _current;
        var outerContext = SynchronizationContext.Current;
        Enter();
        Volatile.Write(ref _isHosted, true);
        try
        {
            _watch.OnAwake();
            var began = _turn.Now;
            do
            {
                RunRound();
                if (Volatile.Read(ref _acceptance) == AcceptsFromLoop)
                    AdvanceDrain();
            }
            while (!Volatile.Read(ref _closed) && _turn.Now - began < AdoptedBatchMilliseconds && (!_queue.IsEmpty || HasDueTimers()));

            if (Volatile.Read(ref _closed))
            {
                FinishStop();
                CompleteStop();
            }
            else if (!_queue.TrySleep() || ArmForNextTimer() == 0)
            {
                Wake();
            }
        }
        finally
        {
            Volatile.Write(ref _isHosted, false);
            Leave(outer, outerContext);
        }
    }
}
