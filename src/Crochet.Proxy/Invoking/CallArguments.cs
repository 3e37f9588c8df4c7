using Crochet.Calls;
using Crochet.Scopes;

namespace Crochet.Invoking;

/// <summary>The object that a call goes to, and its arguments, on their way from the caller to the loop.</summary>
internal abstract class CallArguments
{
    /// <summary>The implementation, or what finds it on the loop.</summary>
    public object Target { get; set; } = null!;

    /// <summary>The proxy that was called, where what the call hands out may be asked for it.</summary>
    public object? Proxy { get; set; }

    /// <summary>The call among those of its container's scope; null where its implementation belongs to none.</summary>
    public ScopeCall? Scope { get; set; }

    /// <summary>The call, where its implementation reports progress.</summary>
    public EventualResult? Call { get; set; }

    /// <summary>One argument, boxed: what chooses a loop by its key asks for it.</summary>
    public abstract object? this[int index] { get; }

    /// <summary>All arguments, for messages.</summary>
    public abstract object?[] ToArray();

    /// <summary>What the implementation reports the call's progress to. Called by compiled code.</summary>
    public IProgress<T> GetProgress<T>() => Call?.GetProgress<T>() ?? new CallProgress<T>();

    /// <summary>The same arguments for another object, in an object of their own.</summary>
    public abstract CallArguments CopyFor(object target);

    /// <summary>The call has succeeded and nobody has its arguments any more: the thread's next call may have the object.</summary>
    public virtual void Return()
    {
    }
}
