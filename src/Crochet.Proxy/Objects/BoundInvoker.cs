using Crochet.Calls;
using Crochet.Generated;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Streams;

namespace Crochet.Objects;

/// <summary>
/// Runs a member on the instance of a thread-bound object; where there is none yet, has it made, and runs the member then. It counts the
/// calls in flight, so that the instance outlives them.
/// </summary>
internal abstract class BoundInvoker : MemberInvoker
{
    private readonly Func<Implementation, MemberInvoker> _bind;
    private readonly bool _asksOfFailures;
    private BoundMethod? _method;

    /// <param name="member">The member.</param>
    /// <param name="bind">Gives what calls the method of one kind of implementation.</param>
    /// <param name="asksOfFailures">Whether failures may have the instance made anew.</param>
    protected BoundInvoker(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures)
        : base(member)
    {
        _bind = bind;
        _asksOfFailures = asksOfFailures;
        // Before anything is made it may.
        ReportsProgress = member.Return.Kind == ReturnKind.EventualResult;
    }

    // Before anything is made it takes one: the wait for the making can be cancelled.
    public override bool TakesToken => _asksOfFailures || _method is not { TakesToken: false };

    public sealed override bool ReturnsPlain => false;

    /// <summary>Whether instances are called through generated code; false before one has been called. From any thread.</summary>
    public bool CallsGenerated { get; private set; }

    // Of whatever type the implementation turns out to report.
    public sealed override CallProgress CreateProgress() => new CallProgress<object>();

    public static BoundInvoker Of(Member member, Func<Implementation, MemberInvoker> bind, bool asksOfFailures) => member.Return.IsVoid
        ? new BoundVoidInvoker(member, bind, asksOfFailures)
        : KnownType.Of(member.Return.Value).CreateBoundInvoker(member, bind, asksOfFailures);

    public sealed override string WayOutOf(CallArguments arguments) =>
        "Let the member return a Task and await it, or set SameLoopCalls to RunInPlace.";

    public sealed override Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken)
    {
        var bound = (BoundObject)target;
        if (bound.Ready is { } ready)
            return RunAndEnd(ready, call, arguments, cancellationToken);

        var clock = Member.Blocks ? TimeProvider.System : bound.Loop.TimeProvider;
        var making = bound.GetAsync(call, arguments, Member.Name, clock, cancellationToken);
        if (making.IsCompleted)
            return RunAndEnd(making.GetAwaiter().GetResult(), call, arguments, cancellationToken);
        var task = RunLaterAsync(making, call, arguments, cancellationToken);
        if (call is not null)
            Follow(call, task);
        return task;
    }

    public sealed override async ValueTask<StreamHost> FindHostAsync(
        EventualResult call, CallArguments arguments, CancellationToken cancellationToken)
    {
        var bound = (BoundObject)arguments.Target;
        var instance = bound.Ready
            ?? await bound.GetAsync(call, arguments, Member.Name, bound.Loop.TimeProvider, cancellationToken).ConfigureAwait(true);
        return new(MethodOf(instance).Invoker, instance.Value, instance);
    }

    /// <summary>What calls the instance's method.</summary>
    public BoundMethod MethodOf(BoundInstance instance)
    {
        var known = _method;
        if (known is null || !ReferenceEquals(known.Implementation, instance.Implementation))
        {
            var invoker = _bind(instance.Implementation);
            _method = known = new(instance.Implementation, invoker, invoker.TakesToken || known is { TakesToken: true });
            ReportsProgress = invoker.ReportsProgress;
            CallsGenerated = invoker.IsGenerated;
        }

        return known;
    }

    /// <summary>Runs the member, and ends the call or has it follow the member's task, which this gives.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="method">What calls its method.</param>
    /// <param name="call">The call; null where nobody has it.</param>
    /// <param name="body">The call's arguments.</param>
    /// <param name="cancellationToken">The call's token.</param>
    public Task? RunAndEnd<TBody>(
        BoundInstance instance, BoundMethod method, EventualResult? call, ref TBody body, CancellationToken cancellationToken)
        where TBody : struct, IBoundBody
    {
        // A call that ends in place is ended there. Else the instance looks at the task's end before the caller does.
        var task = Run(instance, method, call, method.ReturnsPlain ? call : null, ref body, cancellationToken);
        if (call is not null && !method.ReturnsPlain)
            Follow(call, task!);
        return task;
    }

    /// <summary>Waits for the instance and runs the member; gives the member's value.</summary>
    protected abstract Task RunLaterAsync(Task<BoundInstance> making, EventualResult? call, CallArguments arguments,
        CancellationToken cancellationToken);

    /// <summary>Has the call end as the task of this member does.</summary>
    protected abstract void Follow(EventualResult call, Task task);

    /// <summary>Runs the member, and leaves the call to whoever awaits the task that this gives.</summary>
    protected Task Run(BoundInstance instance, EventualResult? call, CallArguments arguments, CancellationToken cancellationToken)
    {
        var body = new PackedBody(arguments);
        return Run(instance, MethodOf(instance), call, ended: null, ref body, cancellationToken)!;
    }

    private Task? RunAndEnd(BoundInstance instance, EventualResult? call, CallArguments arguments, CancellationToken cancellationToken)
    {
        var body = new PackedBody(arguments);
        return RunAndEnd(instance, MethodOf(instance), call, ref body, cancellationToken);
    }

    private Task? Run<TBody>(BoundInstance instance, BoundMethod method, EventualResult? call, EventualResult? ended, ref TBody body,
        CancellationToken cancellationToken)
        where TBody : struct, IBoundBody
    {
        instance.Enter();
        if (_asksOfFailures && call is not null)
            instance.Watch(call, cancellationToken);
        Task? task;
        try
        {
            task = body.Invoke(method, ended, instance, cancellationToken);
        }
        catch (Exception exception)
        {
            instance.Leave(exception, cancellationToken);
            throw;
        }

        if (task is null)
            instance.Leave();
        else if (task.IsCompleted)
            instance.Leave(task, cancellationToken);
        else
            instance.LeaveAfter(task, cancellationToken);
        return task;
    }
}
