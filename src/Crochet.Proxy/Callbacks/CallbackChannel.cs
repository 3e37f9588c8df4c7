namespace Crochet.Callbacks;

/// <summary>
/// Delivers the calls of one callback: in order, one at a time, outside the loop. From any thread.
/// </summary>
/// <remarks>
/// The lock holds the deliveries that wait and whether one is under way. Whoever ends one, and whoever adds one while none is under way,
/// asks for a runner where the first that waits belongs; a runner takes the first, if none is under way by then. So there may be more
/// runners than deliveries, and a delivery that somebody waits for need not wait for a thread that is blocked: it asks for a runner on the
/// thread pool.
/// </remarks>
internal sealed class CallbackChannel(EventLoop loop, string name)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<CallbackDelivery> _waiting = [];
    private int _waitingForPool;
    private bool _isDelivering;

    public EventLoop Loop => loop;

    public string Name => name;

    /// <summary>After the loop's stop nothing is delivered.</summary>
    public bool IsEnded => loop.State == EventLoopState.Stopped;

    public void Add(CallbackDelivery delivery)
    {
        if (IsEnded)
        {
            delivery.Drop(loop.Name);
            return;
        }

        lock (_lock)
        {
            _waiting.AddLast(delivery);
            if (delivery.NeedsPool)
                _waitingForPool++;
        }

        AskForRunner();
    }

    private void AskForRunner()
    {
        while (true)
        {
            CallbackDelivery first;
            SynchronizationContext? place;
            lock (_lock)
            {
                if (_isDelivering || _waiting.First is not { Value: var next })
                    return;
                first = next;
                place = PlaceOfFirst;
            }

            if (loop.Schedule is { } schedule && place is null)
            {
                schedule.Deliver(() => RunNextAsync(place: null), $"callback of {name}");
                return;
            }

            try
            {
                var runner = new Runner(this, place);
                if (first.Giving.TryPost(static runner => ((Runner)runner!).Run(), runner, toPool: place is null))
                    return;
            }
            catch (Exception exception)
            {
                loop.Report(new Failure(exception), $"The synchronization context of {name}");
            }

            // Nobody will run it where it belongs.
            bool isDropped;
            lock (_lock)
                isDropped = TryRemove(first);
            if (isDropped)
                first.Drop(loop.Name);
        }
    }

    // Under the lock. Null for the thread pool.
    private SynchronizationContext? PlaceOfFirst => _waitingForPool > 0 ? null : _waiting.First!.Value.Giving.Context;

    // Under the lock.
    private bool TryRemove(CallbackDelivery delivery)
    {
        if (!_waiting.Remove(delivery))
            return false;
        if (delivery.NeedsPool)
            _waitingForPool--;
        return true;
    }

    // Ends with the delivery.
    private Task RunNextAsync(SynchronizationContext? place)
    {
        CallbackDelivery? delivery = null;
        lock (_lock)
        {
            if (_isDelivering || _waiting.First is not { Value: var first })
                return Task.CompletedTask;
            if (ReferenceEquals(place, PlaceOfFirst))
            {
                TryRemove(first);
                delivery = first;
                _isDelivering = true;
            }
        }

        if (delivery is null)
        {
            // Another runner has taken what this one was for, and the next belongs elsewhere.
            AskForRunner();
            return Task.CompletedTask;
        }

        if (IsEnded)
        {
            delivery.Drop(loop.Name);
            End();
            return Task.CompletedTask;
        }

        var running = new Running(this, delivery);
        delivery.Giving.Run(static state => ((Running)state!).Start(), running);
        return running.Ending;
    }

    private void End()
    {
        lock (_lock)
            _isDelivering = false;
        AskForRunner();
    }

    private sealed record Runner(CallbackChannel Channel, SynchronizationContext? Place)
    {
        public void Run() => _ = Channel.RunNextAsync(Place);
    }

    private sealed record Running(CallbackChannel Channel, CallbackDelivery Delivery)
    {
        public Task Ending { get; private set; } = Task.CompletedTask;

        public void Start()
        {
            Ending = Delivery.RunAsync(Channel);
            if (Ending.IsCompleted)
                Channel.End();
            else
                Ending.ConfigureAwait(Channel.Loop.Schedule is not null).GetAwaiter().UnsafeOnCompleted(Channel.End);
        }
    }
}
