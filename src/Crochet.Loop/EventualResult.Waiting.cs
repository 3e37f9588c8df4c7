using System.Runtime.CompilerServices;
using Crochet.Waiting;

namespace Crochet;

// The callers' side of a result: blocking, trying, awaiting.
public partial class EventualResult
{
    private const int DebuggerCheckMilliseconds = 100;

    /// <summary>Blocks the calling thread until the call has ended, and throws what it threw. In real time, whatever the loop's time is.</summary>
    /// <param name="timeout">How long to block at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait alone, not the call.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative.</exception>
    /// <exception cref="CrochetTimeoutException">There was no result in time. The call goes on, and a later wait may get it.</exception>
    /// <exception cref="EventLoopStoppedException">The loop stopped before the call had ended.</exception>
    /// <exception cref="EventLoopDeadlockException">Called on the thread of the loop that must produce the result (of any loop, for a result that has none),
    /// whether or not it is there already; or the wait would close a ring of loops that wait for each other.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, or <paramref name="cancellationToken"/> was signalled.</exception>
    public void Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!TryAwaitEnd(timeout, cancellationToken))
        {
            var exception = CrochetTimeoutException.For(this, State, timeout, isWithdrawn: false);
            if (!HasEnded())
                throw exception;
        }

        ThrowIfFailed();
    }

    /// <summary>Like <see cref="Wait(TimeSpan, CancellationToken)"/>, but false where that throws <see cref="CrochetTimeoutException"/>.</summary>
    /// <param name="timeout">How long to block at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <returns>Whether the call has succeeded; false while it has not ended. What it threw is thrown.</returns>
    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public bool TryWait(TimeSpan timeout)
    {
        if (!TryAwaitEnd(timeout, default))
            return false;
        ThrowIfFailed();
        return true;
    }

    /// <summary>
    /// A task that ends as the call does. Its continuations run off the loop thread, or in the context they were awaited from. The task stands for the
    /// result: who drops it with its exception unread has not retrieved the failure.
    /// </summary>
    public Task AsTask() => GetTask();

    /// <summary>For <c>await</c>: the awaiter of <see cref="AsTask"/>.</summary>
    public TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>Blocks until the end; false at the timeout.</summary>
    internal bool Block(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (IsCompleted)
            return true;
        if (timeout == TimeSpan.Zero)
            return false;
        var deadline = new Deadline(timeout);
        var isWorthSpinning = timeout < TimeSpan.Zero || timeout > _shortestSpin;
        return (isWorthSpinning && Spin.TryAwaitResult(new EndOf(this))) || Park(deadline, cancellationToken);
    }

    /// <summary>Adds the task of a call that is not queued yet.</summary>
    internal void AddWaiter(IResultTask task) => _waiters = task;

    internal void ThrowIfFailed()
    {
        if (FailureOfEnd is not { } record)
            return;
        record.Failure.Preserve();
        record.MarkRetrieved();
        record.Failure.Throw();
    }

    /// <summary>A task is to be told of the end.</summary>
    private bool HasTask => Volatile.Read(ref _waiters) is IResultTask or WaiterList { HasTask: true };

    private protected Task GetTask()
    {
        while (true)
        {
            var waiters = Volatile.Read(ref _waiters);
            if (ReferenceEquals(waiters, _ended))
                return CreateTaskOfEnd();
            if ((waiters as IResultTask ?? (waiters as WaiterList)?.Task) is { } existing)
                return existing.Task;

            var task = CreateTask();
            if (!TryAddWaiter(task))
                continue;
            // Pairs with Follow, which attaches the pending call first and looks for a task after.
            PendingCall?.KeepResult(this);
            return task.Task;
        }
    }

    private protected virtual Task CreateEndedTask() => Task.CompletedTask;

    private protected virtual IResultTask CreateTask() => new ResultTask<bool>(this);

    private Task CreateTaskOfEnd()
    {
        if (FailureOfEnd is null)
            return CreateEndedTask();
        var task = CreateTask();
        task.End(this);
        return task.Task;
    }

    private bool TryAwaitEnd(TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline.Validate(timeout, nameof(timeout));
        var here = EventLoop.Current;
        if (here is null)
        {
            if (!IsCompleted)
                cancellationToken.ThrowIfCancellationRequested();
            return Block(timeout, cancellationToken);
        }

        if (_loop is null || ReferenceEquals(here, _loop))
            throw EventLoopDeadlockException.OnOwnLoop(here, GetName(), "Use await there.");
        using var edge = WaitGraph.Enter(here, this);
        return Block(timeout, cancellationToken);
    }

    private bool Park(Deadline deadline, CancellationToken cancellationToken)
    {
        var parker = Parker.Current;
        if (!TryAddWaiter(parker))
            return true;
        var compensated = PoolCompensation.TryEnter(_loop?.MaxPoolCompensation ?? 0);
        var registration = cancellationToken.UnsafeRegister(static state => ((Parker)state!).Wake(), parker);
        Spin.WaitBeside();
        try
        {
            while (!IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var remaining = deadline.RemainingMilliseconds;
                if (remaining == 0 && _loop is not { TimeoutsWait: true })
                    return false;
                parker.Park(remaining == 0 ? DebuggerCheckMilliseconds : remaining);
            }

            return true;
        }
        finally
        {
            Spin.EndWaitBeside();
            registration.Dispose();
            if (compensated)
                PoolCompensation.Leave();
            if (!IsCompleted)
                RemoveWaiter(parker);
        }
    }

    // False when the result has ended, and for a task where another thread has added one.
    private bool TryAddWaiter(object waiter)
    {
        while (true)
        {
            var waiters = Volatile.Read(ref _waiters);
            if (ReferenceEquals(waiters, _ended) || (waiters is IResultTask && waiter is IResultTask))
                return false;
            if (waiters is WaiterList list)
                return list.TryAdd(waiter);

            // Pairs with the exchange in Publish.
            var replacement = waiters is null ? waiter : new WaiterList(waiters, waiter);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _waiters, replacement, waiters), waiters))
                return true;
        }
    }

    private void RemoveWaiter(object waiter)
    {
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _waiters, null, waiter), waiter))
            (Volatile.Read(ref _waiters) as WaiterList)?.Remove(waiter);
    }

    private static readonly TimeSpan _shortestSpin = TimeSpan.FromMilliseconds(1);

    private readonly struct EndOf(EventualResult result) : IWaiting
    {
        public bool IsOver => result.IsCompleted;
    }
}
