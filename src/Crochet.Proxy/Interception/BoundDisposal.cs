using Castle.DynamicProxy;
using Crochet.Objects;

namespace Crochet.Interception;

/// <summary>Dispose and DisposeAsync of a thread-bound proxy: they have the implementation disposed of on its loop.</summary>
/// <param name="waitsOnLoops">Whether DisposeAsync waits also on a loop's thread. A container's does not.</param>
internal sealed class BoundDisposal(bool waitsOnLoops) : IInterceptor
{
    public void Intercept(IInvocation invocation)
    {
        var target = (BoundTarget)Target.Of(invocation.Proxy);
        if (invocation.Method.ReturnType == typeof(ValueTask))
            invocation.ReturnValue = new ValueTask(BoundEnd.DisposeAsync(target, waitsOnLoops));
        else
            BoundEnd.Dispose(target);
    }
}
