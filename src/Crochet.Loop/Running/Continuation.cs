using System.Runtime.ExceptionServices;
using Crochet.Diagnostics;

namespace Crochet.Running;

/// <summary>A piece of work that came through the loop's SynchronizationContext: an await that resumes, most often.</summary>
internal sealed class Continuation : WorkItem, IRunsAtTheEnd
{
    // Null once it is back in the pool, where a snapshot from another thread may still find it.
    private SendOrPostCallback? _callback;
    private object? _state;
    private ExecutionContext? _context;
    private uint _queuedAt;

    /// <param name="callback">What to call; null where it goes back to the pool.</param>
    /// <param name="state">What to call it with.</param>
    /// <param name="context">Of who posted it. An await brings its own besides, and enters that from this one.</param>
    /// <param name="now">In the loop's milliseconds.</param>
    public void Set(SendOrPostCallback? callback, object? state, ExecutionContext? context, uint now)
    {
        _context = context;
        _callback = callback;
        _state = state;
        _queuedAt = now;
    }

    public override string GetName() => (_state, _callback) switch
    {
        // How the runtime hands on what an async void method threw.
        (ExceptionDispatchInfo, _) => "An async void method",
        (ScheduledTask, _) => "A task of the loop's scheduler",
        (Delegate continuation, _) => MethodName.Of(continuation),
        (_, { } callback) => MethodName.Of(callback),
        _ => "A continuation that has ended",
    };

    public override uint GetQueuedAt(uint now) => _queuedAt;

    public override void Execute(EventLoop loop)
    {
        loop.Turns.EnterContext(_context);
        _callback!(_state);
    }

    public override bool Drop() => true;
}
