using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Crochet.Generated;

/// <summary>
/// Tells where the generator's proxy of an interface is. Written by the generator for <see cref="GenerateProxyAttribute"/>, never
/// by hand.
/// </summary>
/// <param name="contract">The interface.</param>
/// <param name="plan">The generated class, derived from <see cref="ProxyPlan"/>.</param>
/// <param name="implementation">
/// The only class that the proxy can serve; null where it serves every implementation that implements the interface.
/// </param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CompiledProxyAttribute(
    Type contract,
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type plan,
    Type? implementation = null) : Attribute
{
    /// <summary>The interface.</summary>
    public Type Contract { get; } = contract;

    /// <summary>The generated class, derived from <see cref="ProxyPlan"/>.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Plan { get; } = plan;

    /// <summary>The only class that the proxy can serve; null where it serves every implementation that implements the interface.</summary>
    public Type? Implementation { get; } = implementation;
}
