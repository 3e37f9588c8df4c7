using Castle.DynamicProxy;
using Crochet.Objects;

namespace Crochet.Interception;

/// <summary>Dispose and DisposeAsync of a thread-bound proxy: they have the implementation disposed of on its loop.</summary>
/// <param name="waitsOnLoops">Whether DisposeAsync waits also on a loop's thread. A container's does not.</param>
internal sealed class BoundDisposal(bool waitsOnLoops) : IInterceptor
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(5);

    public void Intercept(IInvocation invocation)
    {
        var target = (BoundTarget)Target.Of(invocation.Proxy);
        var disposal = target.DisposeAsync();
        if (invocation.Method.ReturnType == typeof(ValueTask))
            invocation.ReturnValue = waitsOnLoops || EventLoop.Current is null ? new ValueTask(disposal) : default;
        else if (EventLoop.Current is null && !((IAsyncResult)disposal).AsyncWaitHandle.WaitOne(_longest))
            target.All[0].Loop.Reports.SlowDisposal(target.Name);
    }
}
