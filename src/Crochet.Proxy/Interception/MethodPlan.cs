using Castle.DynamicProxy;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>How calls of one marked member are carried out in the loop, whatever the loop and the proxy.</summary>
internal abstract class MethodPlan(Member member) : CallInvoker
{
    public Member Member { get; } = member;

    public sealed override string GetName(object body) => Member.Name;

    public sealed override string? GetArguments(object body) => body is IInvocation invocation ? ArgumentText.Of(invocation.Arguments) : null;

    /// <summary>Does, in the caller's thread, what need not hold the loop up at the first call.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>What the call carries through the queue.</summary>
    public abstract object BodyOf(IInvocation invocation);

    /// <summary>The call has succeeded, so nobody has its body any more.</summary>
    public virtual void Release(object body)
    {
    }

    /// <summary>What to do instead of blocking in the loop thread.</summary>
    public abstract string WayOutOf(IInvocation invocation);
}
