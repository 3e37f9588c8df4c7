using Castle.DynamicProxy;

namespace Crochet.LiveValues;

/// <summary>Tells which loop a proxy belongs to. It stands among the proxy's interceptors and intercepts nothing.</summary>
internal sealed class LoopOfProxy(EventLoop loop) : IInterceptor
{
    public EventLoop Loop { get; } = loop;

    public void Intercept(IInvocation invocation) => invocation.Proceed();
}
