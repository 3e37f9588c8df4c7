using System.Collections.Concurrent;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>Stands for an object of an interface.</summary>
internal sealed class InterfaceCallback : CallbackTarget, IInterceptor
{
    private static readonly ProxyGenerator _generator = new();
    private static readonly ConcurrentDictionary<MethodInfo, Func<object, object?[], object?>> _calls = new();

    private readonly object _given;

    public InterfaceCallback(object given, Type type, CallbackChannel channel, LiveCall live, CallbackGiving giving)
        : base(channel, live, giving)
    {
        _given = given;
        Wrapper = _generator.CreateInterfaceProxyWithoutTarget(type, this);
    }

    /// <summary>What the implementation gets.</summary>
    public object Wrapper { get; }

    public void Intercept(IInvocation invocation)
    {
        var method = invocation.GetConcreteMethod();
        var call = _calls.GetOrAdd(method, CompileCall);
        invocation.ReturnValue = CallbackSignature.Of(method).Send(this, invocation.Arguments, values => call(_given, values));
    }

    private static Func<object, object?[], object?> CompileCall(MethodInfo method)
    {
        var invoker = MethodInvoker.Create(method);
        return (target, arguments) => invoker.Invoke(target, arguments.AsSpan());
    }
}
