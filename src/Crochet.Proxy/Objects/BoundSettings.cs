using Crochet.Interfaces;
using Crochet.Running;

namespace Crochet.Objects;

/// <summary>What the objects behind one registration have in common.</summary>
/// <param name="Contract">The interface.</param>
/// <param name="CreationTimeout">How long a call waits for the making.</param>
/// <param name="RecreateWhen">Asked of failures.</param>
/// <param name="ClassName">The implementation's class, where the registration names it.</param>
internal sealed record BoundSettings(
    InterfaceDescription Contract, TimeSpan CreationTimeout, Func<Exception, bool>? RecreateWhen, string? ClassName = null)
{
    /// <summary>The container that the objects are made in; null without one.</summary>
    public ILoopOwner? Owner { get; init; }

    public static BoundSettings Of(InterfaceDescription contract, ThreadBoundOptions options, string? className = null) =>
        new(contract, options.CreationTimeout, options.RecreateWhen, className);
}
