using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Interfaces;
using Crochet.Streams;

namespace Crochet.Invoking;

/// <summary>
/// The loop's side of one marked member: runs the implementation's method with a call's arguments, and ends the call with what it returns.
/// One serves every loop and every object.
/// </summary>
internal abstract class MemberInvoker(Member member) : CallInvoker
{
    public Member Member { get; } = member;

    public sealed override string GetName(object body) => Member.Name;

    public sealed override string? GetArguments(object body) => ArgumentText.Of(((CallArguments)body).ToArray());

    /// <summary>Does, in the caller's thread, what need not hold the loop up at the first call.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>
    /// Whether it is invoked on the holder of a thread-bound object, since what it returns lives on, and not on the object itself.
    /// </summary>
    public virtual bool TakesHolder => false;

    /// <summary>Finds, on the loop, the object that a stream of this member comes from.</summary>
    public virtual ValueTask<StreamHost> FindHostAsync(EventualResult call, CallArguments arguments, CancellationToken cancellationToken) =>
        new(new StreamHost(this, arguments.Target, Holder: null));

    /// <summary>Whether it is generated code, which takes arguments wherever they are.</summary>
    public virtual bool IsGenerated => false;

    /// <summary>Whether the implementation's method takes an IProgress that the member lacks.</summary>
    public virtual bool TakesProgress => false;

    /// <summary>Whether the implementation's method hands back its value itself, and no task.</summary>
    public abstract bool ReturnsPlain { get; }

    /// <summary>What a caller should do instead of blocking in the loop thread.</summary>
    public abstract string WayOutOf(CallArguments arguments);

    public sealed override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var arguments = (CallArguments)body;
        if (ReportsProgress)
            arguments.Call = call;
        if (arguments.Scope is { } scope)
            scope.Run(this, call, arguments, cancellationToken);
        else
            Invoke(call, arguments.Target, arguments, cancellationToken);
    }

    public sealed override bool TryWithdraw(object body) => ((CallArguments)body).Wait?.TryWithdraw() == true;

    public sealed override void OnNeverRan(EventualResult call, object body) => ((CallArguments)body).Scope?.Withdraw();

    /// <summary>
    /// Runs the member on the target. With a call: ends it, or has it follow the member's task, and gives that task (null where there is
    /// none). Without one: gives a task of the member's value, which may have ended.
    /// </summary>
    public abstract Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken);
}
