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
    private Binding? _binding;

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
    public override bool TakesToken => _asksOfFailures || _binding is not { TakesToken: false };

    public sealed override bool ReturnsPlain => false;

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
            return Run(ready, call, endsCall: true, arguments, cancellationToken);

        var clock = Member.Blocks ? TimeProvider.System : bound.Loop.TimeProvider;
        var making = bound.GetAsync(call, arguments, Member.Name, clock, cancellationToken);
        if (making.IsCompleted)
            return Run(making.GetAwaiter().GetResult(), call, endsCall: true, arguments, cancellationToken);
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
        return new(InvokerFor(instance.Implementation), instance.Value, instance);
    }

    /// <summary>Waits for the instance and runs the member; gives the member's value.</summary>
    protected abstract Task RunLaterAsync(Task<BoundInstance> making, EventualResult? call, CallArguments arguments,
        CancellationToken cancellationToken);

    /// <summary>Has the call end as the task of this member does.</summary>
    protected abstract void Follow(EventualResult call, Task task);

    /// <param name="instance">The instance.</param>
    /// <param name="call">The call; null where nobody has it.</param>
    /// <param name="endsCall">Whether the call is to be ended from here, or follows the task already that this gives.</param>
    /// <param name="arguments">The call's arguments.</param>
    /// <param name="cancellationToken">The call's token.</param>
    protected Task? Run(BoundInstance instance, EventualResult? call, bool endsCall, CallArguments arguments,
        CancellationToken cancellationToken)
    {
        var invoker = InvokerFor(instance.Implementation);
        instance.Enter();
        if (_asksOfFailures && call is not null)
            instance.Watch(call, cancellationToken);
        Task? task;
        try
        {
            // A call that ends in place is ended there. Else the instance looks at the task's end before the caller does.
            var ended = endsCall && invoker.ReturnsPlain ? call : null;
            task = invoker.Invoke(ended, invoker.TakesHolder ? instance : instance.Value, arguments, cancellationToken);
        }
        catch (Exception exception)
        {
            instance.Leave(exception, cancellationToken);
            throw;
        }

        if (task is null or { IsCompleted: true })
            instance.Leave(BoundInstance.FailureOf(task), cancellationToken);
        else
            instance.LeaveAfter(task, cancellationToken);
        if (endsCall && call is not null && !invoker.ReturnsPlain)
            Follow(call, task!);
        return task;
    }

    private MemberInvoker InvokerFor(Implementation implementation)
    {
        var binding = _binding;
        if (binding is null || !ReferenceEquals(binding.Implementation, implementation))
        {
            var invoker = _bind(implementation);
            _binding = binding = new(implementation, invoker, invoker.TakesToken || binding is { TakesToken: true });
            ReportsProgress = invoker.ReportsProgress;
        }

        return binding.Invoker;
    }

    private sealed record Binding(Implementation Implementation, MemberInvoker Invoker, bool TakesToken);
}
