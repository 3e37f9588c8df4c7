using Castle.DynamicProxy;

namespace Crochet.Interception;

/// <summary>
/// Stands before Dispose and DisposeAsync of a proxy from a container. The container disposes of what it made, the implementation, and of
/// the proxy as well: that would be twice.
/// </summary>
internal sealed class ScopeOwned(IServiceProvider scope) : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        if (!IsScopeDisposed())
            invocation.Proceed();
        else if (invocation.Method.ReturnType == typeof(ValueTask))
            invocation.ReturnValue = ValueTask.CompletedTask;
    }

    private bool IsScopeDisposed()
    {
        try
        {
            scope.GetService(typeof(IServiceProvider));
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
