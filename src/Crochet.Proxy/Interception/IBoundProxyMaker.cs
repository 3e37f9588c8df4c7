using Crochet.Objects;

namespace Crochet.Interception;

/// <summary>Makes the proxies of one interface over thread-bound objects: compiled ones, or ones that are made at run time.</summary>
internal interface IBoundProxyMaker : IMemberCalls
{
    object Create(BoundTarget target);
}
