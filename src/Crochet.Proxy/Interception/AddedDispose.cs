using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.Interception;

/// <summary>Dispose of a proxy whose interface has only DisposeAsync.</summary>
internal sealed class AddedDispose : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        var target = Target.Of(invocation.Proxy);
        if (target is not IDisposable disposable)
            throw new NotSupportedException($"{CSharpName.Of(target.GetType())} has no Dispose; await DisposeAsync of the proxy instead.");
        disposable.Dispose();
    }
}
