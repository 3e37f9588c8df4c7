using System.Collections.Concurrent;
using System.Reflection;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Generated;

/// <summary>The compiled proxies of one interface: one for whatever implements it, or some for one class each.</summary>
internal sealed class CompiledContract
{
    private static readonly ConcurrentDictionary<Type, CompiledContract> _known = new();
    private static readonly ConcurrentDictionary<Assembly, CompiledProxyAttribute[]> _byAssembly = new();

    private readonly Dictionary<CompiledProxyAttribute, CompiledPlan> _plans = [];

    // What was found: others may be elsewhere, for classes that these do not serve.
    private volatile List<CompiledProxyAttribute> _proxies;

    private CompiledContract(List<CompiledProxyAttribute> proxies) => _proxies = proxies;

    /// <summary>Null where the interface has none. What loads later may bring some.</summary>
    public static CompiledContract? Of(Type contract)
    {
        if (_known.TryGetValue(contract, out var known))
            return known;
        var proxies = Find(contract);
        return proxies.Count == 0 ? null : _known.GetOrAdd(contract, new CompiledContract(proxies));
    }

    /// <summary>The plan whose proxies serve the class; null where none does.</summary>
    public static CompiledPlan? PlanFor(Type contract, Type implementation) => Of(contract)?.PlanFor(implementation);

    /// <summary>The interface, which its plans keep whole.</summary>
    public InterfaceDescription Description => AnyPlan.Contract;

    /// <summary>One that serves any class, where there is one; for an implementation that is not known yet.</summary>
    public CompiledPlan AnyPlan => PlanOf(_proxies.Find(static proxy => proxy.Implementation is null) ?? _proxies[0]);

    /// <inheritdoc cref="PlanFor(Type, Type)"/>
    public CompiledPlan? PlanFor(Type implementation)
    {
        var proxy = Serving(implementation);
        if (proxy is null || (proxy.Implementation is null && MayHaveItsOwn(implementation)))
        {
            _proxies = FindEverywhere(proxy?.Contract ?? _proxies[0].Contract);
            proxy = Serving(implementation);
        }

        return proxy is null ? null : PlanOf(proxy);
    }

    // A class that implements the interface has a proxy of its own where it reports progress. In the interface's assembly, where that was
    // looked for, it needs none but where nobody looks at the class.
    private bool MayHaveItsOwn(Type implementation)
    {
        if (RunTimeProxies.AreEnabled && implementation.Assembly == _proxies[0].Contract.Assembly)
            return false;
        foreach (var member in Description.Members)
        {
            if (member.Mode == CallMode.RunInReactor)
                return true;
        }

        return false;
    }

    private CompiledProxyAttribute? Serving(Type implementation)
    {
        for (var level = implementation; level is not null; level = level.BaseType)
        {
            if (_proxies.Find(proxy => proxy.Implementation == level) is { } own)
                return own;
        }

        return _proxies.Find(proxy => proxy.Implementation is null && Serves(proxy, implementation));
    }

    // Natively, what the class implements is not there to be looked at as C# does.
    private static bool Serves(CompiledProxyAttribute proxy, Type implementation)
    {
        if (RunTimeProxies.AreEnabled)
            return ReturnShape.IsAssignable(proxy.Contract, implementation);
        return proxy.Contract.IsAssignableFrom(implementation);
    }

    private CompiledPlan PlanOf(CompiledProxyAttribute proxy)
    {
        lock (_plans)
        {
            if (!_plans.TryGetValue(proxy, out var plan))
                _plans.Add(proxy, plan = new((ProxyPlan)Activator.CreateInstance(proxy.Plan)!));
            return plan;
        }
    }

    // The interface's own assembly first: most often the proxy is there, and no other assembly is asked.
    private static List<CompiledProxyAttribute> Find(Type contract)
    {
        var own = In(contract.Assembly, contract);
        return Array.Exists(own, static proxy => proxy.Implementation is null) ? [.. own] : FindEverywhere(contract);
    }

    private static List<CompiledProxyAttribute> FindEverywhere(Type contract) =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Append(contract.Assembly).Distinct().SelectMany(assembly => In(assembly, contract))];

    private static CompiledProxyAttribute[] In(Assembly assembly, Type contract)
    {
        var all = _byAssembly.GetOrAdd(assembly, static assembly => assembly.IsDynamic || !MarkedAssemblies.MayMark(assembly)
            ? []
            : [.. assembly.GetCustomAttributes<CompiledProxyAttribute>()]);
        return Array.FindAll(all, proxy => proxy.Contract == contract);
    }
}
