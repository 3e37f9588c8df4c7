using Castle.DynamicProxy;
using Crochet.Scopes;

namespace Crochet.Interception;

/// <summary>
/// What a proxy from a container knows of its scope. It stands before Dispose and DisposeAsync: the container disposes of what it made, the
/// implementation, and of the proxy as well, which would be twice.
/// </summary>
internal sealed class ScopeOwned(ProxyScope scope) : IInterceptor
{
    public ProxyScope Scope { get; } = scope;

    /// <summary>Of one proxy; null for a proxy without a container, and for one that has no need of it.</summary>
    public static ScopeOwned? Of(object proxy) => ((IProxyTargetAccessor)proxy).GetInterceptors() is [ScopeOwned owned] ? owned : null;

    public void Intercept(IInvocation invocation)
    {
        if (!Scope.HasEnded)
            invocation.Proceed();
        else if (invocation.Method.ReturnType == typeof(ValueTask))
            invocation.ReturnValue = ValueTask.CompletedTask;
    }
}
