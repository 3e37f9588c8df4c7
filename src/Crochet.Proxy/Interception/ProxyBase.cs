using Castle.DynamicProxy;
using Crochet.Interfaces;
using Crochet.Objects;

namespace Crochet.Interception;

/// <summary>
/// What the generated classes derive from. A proxy is equal to itself alone, and its name says what it stands for. Neither asks the
/// implementation, which belongs to its loop.
/// </summary>
internal abstract class ProxyBase
{
    public override string ToString() => $"{ProxyType.NameOf(GetType())} (proxy of {Describe(Target.Of(this))})";

    private static string Describe(object target) => target switch
    {
        BoundTarget bound => bound.Description,
        IProxyTargetAccessor when CrochetProxy.IsProxy(target) => target.ToString()!,
        _ => CSharpName.Of(target.GetType()),
    };
}
