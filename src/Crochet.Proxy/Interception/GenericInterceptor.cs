using System.Collections.Concurrent;
using System.Reflection;
using Castle.DynamicProxy;

namespace Crochet.Interception;

/// <summary>Intercepts a generic method: one interceptor for each set of type arguments, made when it is first called with them.</summary>
internal sealed class GenericInterceptor(Func<MethodInfo, IInterceptor> close) : IInterceptor
{
    private readonly ConcurrentDictionary<MethodInfo, IInterceptor> _closed = new();

    public void Intercept(IInvocation invocation) => _closed.GetOrAdd(invocation.GetConcreteMethod(), close).Intercept(invocation);
}
