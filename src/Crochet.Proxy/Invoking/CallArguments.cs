using Crochet.Calls;
using Crochet.Objects;
using Crochet.Scopes;

namespace Crochet.Invoking;

/// <summary>The object that a call goes to, and its arguments, on their way from the caller to the loop.</summary>
internal abstract class CallArguments
{
    // Most calls have none.
    private CallCompanion? _companion;

    /// <summary>The implementation, or what finds it on the loop.</summary>
    public object Target { get; set; } = null!;

    /// <summary>The proxy that was called, where what the call hands out may be asked for it.</summary>
    public virtual object? Proxy
    {
        get => _companion?.Proxy;
        set => Companion.Proxy = value;
    }

    /// <summary>The call among those of its container's scope; null where its implementation belongs to none.</summary>
    public ScopeCall? Scope
    {
        get => _companion?.Scope;
        set => Companion.Scope = value;
    }

    /// <summary>The call, where its implementation reports progress.</summary>
    public EventualResult? Call
    {
        get => _companion?.Call;
        set => Companion.Call = value;
    }

    /// <summary>The call's wait for its thread-bound object to be made; null where it found it made.</summary>
    public BoundWait? Wait
    {
        get => _companion?.Wait;
        set => Companion.Wait = value;
    }

    private CallCompanion Companion => _companion ??= new();

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

    /// <summary>For the next call: nothing of this one is left.</summary>
    protected void Clear()
    {
        Target = null!;
        _companion = null;
    }

    /// <summary>The same object for other arguments, called through the same proxy.</summary>
    protected CallArguments CopyProxyTo(CallArguments copy)
    {
        if (Proxy is { } proxy)
            copy.Proxy = proxy;
        return copy;
    }
}
