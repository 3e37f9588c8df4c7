using Castle.DynamicProxy;
using Crochet.Interfaces;

namespace Crochet.LiveValues;

/// <summary>Dispose and DisposeAsync of a proxy that stands for an object which a call has handed out: they run in the loop.</summary>
internal sealed class ReturnedDisposal(EventLoop loop, string contract, TimeSpan timeout) : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        var target = Interception.Target.Of(invocation.Proxy);
        var name = $"{contract}.{invocation.Method.Name}";
        if (invocation.Method.ReturnType == typeof(ValueTask))
            invocation.ReturnValue = new ValueTask(LoopDisposal.DisposeAsync(loop, target, name, timeout));
        else if (target is IDisposable)
            LoopDisposal.Dispose(loop, target, name, timeout);
        else
            throw new NotSupportedException($"{CSharpName.Of(target.GetType())} has no Dispose; await DisposeAsync of the proxy instead.");
    }
}
