using Crochet.Scopes;

namespace Crochet.Interception;

/// <summary>
/// Makes the proxies of one interface over one kind of implementation, in one loop: compiled ones, or ones that are made at run
/// time.
/// </summary>
internal interface IProxyMaker : IMemberCalls
{
    object Create(object target);

    /// <summary>A proxy that a container disposes of, along with the target.</summary>
    object Create(object target, ProxyScope scope);
}
