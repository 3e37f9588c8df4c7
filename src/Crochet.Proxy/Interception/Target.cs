using System.Runtime.CompilerServices;
using Castle.DynamicProxy;
using Crochet.Generated;

namespace Crochet.Interception;

/// <summary>The implementation that a proxy was made for, whether or not it implements the interface.</summary>
internal static class Target
{
    public static object Of(object proxy) => proxy is CompiledProxy compiled ? compiled.Target : OfRunTimeProxy(proxy);

    // Apart, so that Castle is loaded only where it made the proxy.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static object OfRunTimeProxy(object proxy) => ((IProxyTargetAccessor)proxy).DynProxyGetTarget()!;
}
