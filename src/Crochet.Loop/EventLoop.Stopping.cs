using Crochet.Running;
using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet;

// How a loop is asked to stop: at once, with a drain, by its disposal.
public sealed partial class EventLoop
{
    private const int AcceptsAll = 0;
    private const int AcceptsFromLoop = 1;
    private const int AcceptsNothing = 2;
    private static readonly TimeSpan _disposal = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _acceptance;
    private bool _closed;
    private int _stoppingSignalled;

    /// <summary>Signalled on the loop thread when the loop begins to stop: at a drain's start, so that what runs for ever can end itself.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>How long a container's loop, which the container disposes of, lets the calls in flight end then.</summary>
    internal TimeSpan DisposalDrain { get; set; }

    /// <summary>Nothing is taken any more.</summary>
    internal bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Ends when the loop has stopped and its thread has left it.</summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// Asks the loop to stop and returns at once; from any thread, the loop's own included. Waits and awaits that are left get
    /// <see cref="EventLoopStoppedException"/>. During a drain this ends it; else, once the loop is stopping, it does nothing.
    /// </summary>
    public void Stop() => BeginStop(TimeSpan.Zero);

    /// <summary>
    /// Takes no new calls, other than those that calls in flight make on the loop thread; lets the calls in flight end; then signals the tokens of those
    /// that are left and stops. Their waits get <see cref="EventLoopStoppedException"/>.
    /// </summary>
    /// <param name="drain">How long to let calls end, at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <returns><see cref="Completion"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="drain"/> is negative.</exception>
    public Task StopAsync(TimeSpan drain = default)
    {
        Deadline.Validate(drain, nameof(drain));
        BeginStop(drain);
        return Completion;
    }

    /// <summary>
    /// Stops the loop and, unless called on a loop's thread or for an adopted loop, blocks until its thread has left it; for five seconds at most, should
    /// a callback not return.
    /// </summary>
    public void Dispose()
    {
        BeginStop(DisposalDrain);
        if (_current is null && _host is null)
        {
            var isUnbounded = DisposalDrain.TotalMilliseconds is < 0 or > int.MaxValue / 2;
            ((IAsyncResult)Completion).AsyncWaitHandle.WaitOne(isUnbounded ? Timeout.InfiniteTimeSpan : DisposalDrain + _disposal);
        }
    }

    /// <summary>Stops the loop; the task ends when its thread has left it.</summary>
    public async ValueTask DisposeAsync()
    {
        BeginStop(DisposalDrain);
        if (_current is null)
            await Completion.ConfigureAwait(false);
    }

    private void BeginStop(TimeSpan drain)
    {
        var neverRan = false;
        lock (_stateLock)
        {
            var before = State;
            if (before == EventLoopState.Stopped || Volatile.Read(ref _closed))
                return;
            if (before == EventLoopState.Running && drain != TimeSpan.Zero)
            {
                Volatile.Write(ref _state, (int)EventLoopState.Stopping);
                Volatile.Write(ref _acceptance, AcceptsFromLoop);
                SetDeadline(new DrainLook(), TimeSpan.Zero);
                if (drain != Timeout.InfiniteTimeSpan)
                    SetDeadline(new DrainEnd(), drain);
                Wake();
                return;
            }

            if (before == EventLoopState.Stopping && drain != TimeSpan.Zero)
                return;
            Volatile.Write(ref _state, (int)EventLoopState.Stopping);
            neverRan = before == EventLoopState.Created;
            Close(neverRan);
        }

        Timers.End();
        if (neverRan)
        {
            FinishStop();
            CompleteStop();
        }
    }

    // From here on nothing is accepted. Whoever waits is told at once: by the loop thread, which is about to look, or, where a turn of user code holds that up,
    // from here. The two sides pair through _closed and the turn (for an adopted loop _isHosted too): this one writes the first, makes every processor agree,
    // and reads the second; the loop thread writes the second and then reads the first. So one of them sees the other, and the loop thread pays no fence.
    private void Close(bool neverRan)
    {
        Volatile.Write(ref _acceptance, AcceptsNothing);
        Volatile.Write(ref _closed, true);
        Interlocked.MemoryBarrierProcessWide();
        if (neverRan || Volatile.Read(ref Turns.Turn.Item) is not null || (_host is not null && !Volatile.Read(ref _isHosted)))
            EndCalls();
        if (!neverRan)
            Wake();
    }

    private void AdvanceDrain()
    {
        // A turn of its own, so that a stop from another thread sees that user code holds the loop thread.
        if (Volatile.Read(ref _stoppingSignalled) == 0)
            Turns.Run(new StoppingSignal());
        if (Queue.IsEmpty && !Pending.AnyInFlight() && !_synchronizationContext.HasOperations)
            Stop();
    }

    private void SignalStopping()
    {
        if (Interlocked.Exchange(ref _stoppingSignalled, 1) != 0)
            return;
        Turns.Signal(_stopping, "Stopping");
    }

    private sealed class StoppingSignal : WorkItem
    {
        public override string GetName() => "Stopping";

        public override void Execute(EventLoop loop) => loop.SignalStopping();

        public override bool Drop() => false;
    }

    /// <summary>Has a drain look now and then whether anything is left: a call that nothing can end any more is collected without a word.</summary>
    private sealed class DrainLook : LoopDeadline
    {
        private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

        public override void Expire(EventLoop loop) => loop.SetDeadline(this, _interval);
    }

    private sealed class DrainEnd : LoopDeadline
    {
        public override void Expire(EventLoop loop) => loop.Stop();
    }
}
