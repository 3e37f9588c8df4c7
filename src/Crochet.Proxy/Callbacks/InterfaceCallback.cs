using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interception;
using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>Stands for an object of an interface, by a proxy that is made at run time.</summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class InterfaceCallback : ObjectCallback, IInterceptor
{
    private static readonly ProxyGenerator _generator = new();
    private static readonly ConcurrentDictionary<MethodInfo, Func<object, object?[], object?>> _calls = new();

    public InterfaceCallback(object given, Type type, CallbackChannel channel, LiveCall live, CallbackGiving giving)
        : base(given, channel, live, giving)
    {
        Wrapper = _generator.CreateInterfaceProxyWithoutTarget(type, this);
    }

    public override object Wrapper { get; }

    public void Intercept(IInvocation invocation)
    {
        var method = invocation.GetConcreteMethod();
        var call = _calls.GetOrAdd(method, CompileCall);
        invocation.ReturnValue = CallbackSignature.Of(method).Send(this, invocation.Arguments, values => call(Given, values));
    }

    private static Func<object, object?[], object?> CompileCall(MethodInfo method)
    {
        var invoker = MethodInvoker.Create(method);
        return (target, arguments) => invoker.Invoke(target, arguments.AsSpan());
    }
}
