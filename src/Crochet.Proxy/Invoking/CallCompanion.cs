using Crochet.Objects;
using Crochet.Scopes;

namespace Crochet.Invoking;

/// <summary>What some calls have besides their arguments.</summary>
internal sealed class CallCompanion
{
    public object? Proxy { get; set; }

    public ScopeCall? Scope { get; set; }

    public EventualResult? Call { get; set; }

    public BoundWait? Wait { get; set; }
}
