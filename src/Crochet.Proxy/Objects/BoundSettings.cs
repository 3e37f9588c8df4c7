using Crochet.Interfaces;

namespace Crochet.Objects;

/// <summary>What the objects behind one registration have in common.</summary>
internal sealed record BoundSettings(InterfaceDescription Contract, TimeSpan CreationTimeout, Func<Exception, bool>? RecreateWhen)
{
    public static BoundSettings Of(InterfaceDescription contract, ThreadBoundOptions options) =>
        new(contract, options.CreationTimeout, options.RecreateWhen);
}
