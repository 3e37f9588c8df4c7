using System.Diagnostics.CodeAnalysis;

namespace Crochet.Interception;

/// <summary>
/// What the generated classes derive from. A proxy is equal to itself alone, and its name says what it stands for. Neither asks the
/// implementation, which belongs to its loop.
/// </summary>
[RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
internal abstract class ProxyBase
{
    public override string ToString() => $"{ProxyType.NameOf(GetType())} (proxy of {Target.Describe(Target.Of(this))})";
}
