using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Crochet.Generated;
using Crochet.Interfaces;
using Crochet.Objects;

namespace Crochet.Interception;

/// <summary>The implementation that a proxy was made for, whether or not it implements the interface.</summary>
internal static class Target
{
    public static object Of(object proxy) => proxy is CompiledProxy compiled ? compiled.Target : OfRunTimeProxy(proxy);

    /// <summary>What a proxy's name says of it.</summary>
    public static string Describe(object target) => target switch
    {
        BoundTarget bound => bound.Description,
        _ when CrochetProxy.IsProxy(target) => target.ToString()!,
        _ => CSharpName.Of(target.GetType()),
    };

    // Apart, so that Castle is loaded only where it made the proxy.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static object OfRunTimeProxy(object proxy) => ((IProxyTargetAccessor)proxy).DynProxyGetTarget()!;
}
