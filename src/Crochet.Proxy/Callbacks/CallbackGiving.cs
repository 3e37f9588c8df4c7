using Crochet.Running;

namespace Crochet.Callbacks;

/// <summary>Where a callback's calls are delivered: what the caller had who gave it.</summary>
internal sealed class CallbackGiving
{
    private readonly ExecutionContext? _execution = ExecutionContext.Capture();

    private CallbackGiving(SynchronizationContext? context, bool isCallerBlocked)
    {
        Context = context;
        IsCallerBlocked = isCallerBlocked;
    }

    /// <summary>Null for the thread pool.</summary>
    public SynchronizationContext? Context { get; }

    /// <summary>Whether the caller's thread may be waiting for the call meanwhile.</summary>
    public bool IsCallerBlocked { get; }

    /// <summary>The calling thread's, for a callback that goes to the loop.</summary>
    public static CallbackGiving Here(EventLoop loop, bool isCallerBlocked)
    {
        var context = SynchronizationContext.Current;
        var isLoops = loop.IsHeldUpHere || ReferenceEquals(context, loop.SynchronizationContext);
        return new(isLoops ? null : context, isCallerBlocked);
    }

    /// <summary>Has something run there; false where nobody will run it.</summary>
    public bool TryPost(SendOrPostCallback callback, object state, bool toPool)
    {
        if (toPool || Context is null)
            return ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        if (Context is LoopSynchronizationContext loops)
            return loops.TryPost(callback, state);
        Context.Post(callback, state);
        return true;
    }

    /// <summary>Runs something in the caller's ExecutionContext.</summary>
    public void Run(ContextCallback callback, object state)
    {
        if (_execution is null)
            callback(state);
        else
            ExecutionContext.Run(_execution, callback, state);
    }
}
