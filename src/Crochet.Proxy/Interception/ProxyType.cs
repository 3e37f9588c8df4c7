using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Interception;

/// <summary>
/// A generated class that implements an interface. One kind sends unmarked members on to a target that implements the interface, with
/// nothing in between; the other intercepts everything, and takes any target.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal sealed class ProxyType
{
    // The builder alone: a ProxyGenerator would look the type up again for every proxy.
    private static readonly DefaultProxyBuilder _builder = new();
    private static readonly ConcurrentDictionary<InterfaceDescription, ProxyType> _forwarding = new();
    private static readonly ConcurrentDictionary<InterfaceDescription, ProxyType> _intercepting = new();

    private static readonly ConcurrentDictionary<InterfaceDescription, ProxyType> _bound = new();
    private static readonly ConcurrentDictionary<Type, string> _names = new();

    private readonly ConstructorInvoker _constructor;

    private ProxyType(InterfaceDescription contract, bool forwards, bool isBound)
    {
        Intercepted = new(contract, forwards);
        AddsDispose = contract.Ancestry.Contains(typeof(IAsyncDisposable)) && !contract.Ancestry.Contains(typeof(IDisposable));
        Type[] added = isBound ? [typeof(IDisposable), typeof(IAsyncDisposable)] : AddsDispose ? [typeof(IDisposable)] : [];
        var additional = added.Except(contract.Ancestry).ToArray();
        var options = new ProxyGenerationOptions(Intercepted)
        {
            Selector = new NoSelector(),
            BaseTypeForInterfaceProxy = typeof(ProxyBase),
        };
        var type = forwards
            ? _builder.CreateInterfaceProxyTypeWithTargetInterface(contract.Type, additional, options)
            : _builder.CreateInterfaceProxyTypeWithoutTarget(contract.Type, additional, options);
        _names[type] = contract.Name;
        _constructor = ConstructorInvoker.Create(type.GetConstructors().Single());
    }

    public InterceptedMembers Intercepted { get; }

    /// <summary>
    /// Whether the proxy has Dispose though its interface has only DisposeAsync: else no container could be disposed of synchronously,
    /// whatever the implementation can do.
    /// </summary>
    public bool AddsDispose { get; }

    /// <exception cref="CrochetConfigurationException">DynamicProxy cannot implement the interface, for a reason that is its
    /// own.</exception>
    public static ProxyType Of(InterfaceDescription contract, bool forwards) => forwards
        ? _forwarding.GetOrAdd(contract, static contract => Make(contract, forwards: true, isBound: false))
        : _intercepting.GetOrAdd(contract, static contract => Make(contract, forwards: false, isBound: false));

    /// <summary>A type whose proxies can always be disposed of.</summary>
    /// <exception cref="CrochetConfigurationException">DynamicProxy cannot implement the interface, for a reason that is its
    /// own.</exception>
    public static ProxyType OfBound(InterfaceDescription contract) =>
        _bound.GetOrAdd(contract, static contract => Make(contract, forwards: false, isBound: true));

    /// <summary>The interface that a generated class was made for.</summary>
    public static string NameOf(Type proxy) => _names[proxy];

    public object Create(IInterceptor[] interceptors, object target, IInterceptorSelector selector) =>
        _constructor.Invoke(interceptors, target, selector);

    private static ProxyType Make(InterfaceDescription contract, bool forwards, bool isBound)
    {
        try
        {
            return new(contract, forwards, isBound);
        }
        catch (Exception exception) when (
            exception is TypeLoadException or NotSupportedException or ArgumentException
                or DynamicProxyException or BadImageFormatException)
        {
            throw new CrochetConfigurationException([ProblemCatalog.CannotBeProxied.About(contract.Name, exception.Message)], exception);
        }
    }

    /// <summary>That there is one makes the generated constructor take one.</summary>
    private sealed class NoSelector : IInterceptorSelector
    {
        public IInterceptor[] SelectInterceptors(Type? type, MethodInfo method, IInterceptor[] interceptors) => interceptors;
    }
}
