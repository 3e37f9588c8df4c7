using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Crochet.Callbacks;
using Crochet.Implementations;
using Crochet.Interfaces;
using Crochet.LiveValues;
using Crochet.Problems;
using Crochet.Sending;

namespace Crochet.Interception;

/// <summary>
/// The one way to DynamicProxy. It stands apart so that Castle is loaded only where it makes a proxy, and behind a switch: where
/// there is no code generation, and where the application's publishing says so, there are compiled proxies alone.
/// </summary>
internal static class RunTimeProxies
{
    /// <summary>Why a trimmed or natively compiled application cannot have such proxies.</summary>
    public const string Reason =
        "DynamicProxy makes proxies at run time, by reflection. Put [GenerateProxy] on the interface.";

    private const string Switch = "Crochet.RunTimeProxies";

    /// <summary>False also where the switch is off.</summary>
    [FeatureSwitchDefinition(Switch)]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute)), FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    public static bool AreEnabled { get; } = AppContext.TryGetSwitch(Switch, out var isOn) ? isOn : RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>That the interface has no compiled proxy, where only that would do.</summary>
    public static CrochetProblem Missing(InterfaceDescription contract) => ProblemCatalog.NoCompiledProxy.About(contract.Name);

    /// <exception cref="CrochetConfigurationException">There are no such proxies here, or the interface cannot work for them.</exception>
    public static IProxyMaker MakerOf(Implementation implementation, ProxyFactory factory, bool isReturned)
    {
        if (AreEnabled)
            return Make(implementation, factory, isReturned);
        throw new CrochetConfigurationException([Missing(implementation.Contract)]);
    }

    /// <exception cref="CrochetConfigurationException">There are no such proxies here, or the interface cannot work for them.</exception>
    public static IBoundProxyMaker BoundMakerOf(
        InterfaceDescription contract, Func<Member, CallSettings> settings, Func<EventLoop, ProxyFactory> factories, bool asksOfFailures,
        bool isContainers)
    {
        if (AreEnabled)
            return Make(contract, settings, factories, asksOfFailures, isContainers);
        throw new CrochetConfigurationException([Missing(contract)]);
    }

    // As interfaces, and apart: a caller's compiler would load the classes, and Castle with them.
    [RequiresUnreferencedCode(Reason), RequiresDynamicCode(Reason)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IProxyMaker Make(Implementation implementation, ProxyFactory factory, bool isReturned) =>
        new ProxyMaker(implementation, factory, isReturned);

    [RequiresUnreferencedCode(Reason), RequiresDynamicCode(Reason)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IBoundProxyMaker Make(
        InterfaceDescription contract, Func<Member, CallSettings> settings, Func<EventLoop, ProxyFactory> factories, bool asksOfFailures,
        bool isContainers) => new BoundProxyMaker(contract, settings, factories, asksOfFailures, isContainers);

    [RequiresUnreferencedCode(Reason), RequiresDynamicCode(Reason)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ObjectCallback Make(object given, Type type, CallbackChannel channel, LiveCall live, CallbackGiving giving) =>
        new InterfaceCallback(given, type, channel, live, giving);
}
