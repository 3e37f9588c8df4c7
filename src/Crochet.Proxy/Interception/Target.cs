using Castle.DynamicProxy;

namespace Crochet.Interception;

/// <summary>The implementation that a proxy was made for, whether or not it implements the interface.</summary>
internal static class Target
{
    public static object Of(object proxy) => ((IProxyTargetAccessor)proxy).DynProxyGetTarget()!;
}
