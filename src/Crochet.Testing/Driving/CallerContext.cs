using System.Collections.Concurrent;
using Crochet.Waiting;

namespace Crochet.Testing.Driving;

/// <summary>Where the awaits of a caller resume: in its own thread, one after another, each when the caller's turn comes.</summary>
internal sealed class CallerContext(CallerSchedule schedule, string name) : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly CallerSchedule _schedule = schedule;
    private readonly string _name = name;
    private volatile bool _isLeft;

    /// <summary>On the caller's thread: runs the function and all that its awaits resume, until its task has ended.</summary>
    public static void Run(Func<Task> function)
    {
        var caller = Caller.Here!;
        var context = new CallerContext(caller.Schedule, caller.Name);
        SetSynchronizationContext(context);
        var task = function() ?? throw new InvalidOperationException(
            $"The function of {caller.Name} returned null where it must return a task. Return Task.CompletedTask.");
        var next = new Next(context, task);
        while (!task.IsCompleted)
        {
            if (context._queue.TryDequeue(out var posted))
                posted.Callback(posted.State);
            else if (!caller.Schedule.TryAwait(caller, next))
                return;
        }

        context._isLeft = true;
        context.DeliverRest();
        task.GetAwaiter().GetResult();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        _queue.Enqueue((d, state));
        // Pairs with Run, which leaves first and looks at the queue after.
        Interlocked.MemoryBarrier();
        if (_isLeft)
            DeliverRest();
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (Thread.CurrentThread != _thread)
            throw new NotSupportedException("A caller of a TestLoop takes nothing that another thread sends and waits for. Use Post.");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    // What comes when the caller has ended, a callback that it gave say, has no thread any more.
    private void DeliverRest()
    {
        while (_queue.TryDequeue(out var posted))
            _schedule.Deliver(() => Call(posted.Callback, posted.State), $"a callback of {_name}");
    }

    private static Task Call(SendOrPostCallback callback, object? state)
    {
        callback(state);
        return Task.CompletedTask;
    }

    private sealed class Next(CallerContext context, Task task) : IWaiting
    {
        public bool IsOver => !context._queue.IsEmpty || task.IsCompleted;
    }
}
