using Crochet.Invoking;
using Crochet.Streams;

namespace Crochet.Scopes;

/// <summary>
/// One call of an implementation that belongs to a container's scope. It is queued until its turn begins, then it runs, and ends with its
/// work: an abandoned one not before that, since its work still uses the implementation. Or one reading of a stream, which ends with its
/// iterator.
/// </summary>
internal sealed class ScopeCall(ScopeCalls owner, EventLoop loop, string name)
{
    private const int Queued = 0;
    private const int Running = 1;
    private const int Withdrawn = 2;

    private int _state;

    // The loop thread's.
    private EventualResult? _call;
    private Task? _work;
    private IOpenStream? _stream;

    /// <summary>The calls of the scope.</summary>
    public ScopeCalls Calls => owner;

    public EventLoop Loop { get; } = loop;

    public string Name { get; } = name;

    /// <summary>Loop thread: runs the member, unless the scope's end has withdrawn the call.</summary>
    public void Run(MemberInvoker invoker, EventualResult call, CallArguments arguments, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Running, Queued) != Queued)
            throw new OperationCanceledException($"{Name} never ran, since the scope of its implementation has ended.");
        Task? work = null;
        try
        {
            work = invoker.Invoke(call, arguments.Target, arguments, cancellationToken);
        }
        finally
        {
            if (work is null or { IsCompleted: true })
                End();
        }

        if (work is not { IsCompleted: false })
            return;
        _call = call;
        _work = work;
        work.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(End);
    }

    /// <summary>Loop thread: a reading begins. False where the scope's end has withdrawn it.</summary>
    public bool TryBegin(IOpenStream stream)
    {
        if (Interlocked.CompareExchange(ref _state, Running, Queued) != Queued)
            return false;
        _stream = stream;
        return true;
    }

    /// <summary>It is certain never to run. Does nothing to a call that has begun.</summary>
    public void Withdraw()
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued)
            End();
    }

    /// <summary>Loop thread: signals the call's token. Where its work has ended the result's object may be another call's by now.</summary>
    public void Signal()
    {
        if (_work is { IsCompleted: false })
            _call!.CancelInLoop();
        _stream?.EndWithScope();
    }

    /// <summary>The same inside another turn, whose contexts stay as they were.</summary>
    public void SignalHere()
    {
        if (ExecutionContext.Capture() is { } context)
            ExecutionContext.Run(context, static call => ((ScopeCall)call!).Signal(), this);
    }

    /// <summary>It has ended.</summary>
    public void End() => owner.Remove(this);
}
