using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>What one [GenerateProxy] asks for.</summary>
/// <param name="contract">The interface.</param>
/// <param name="implementation">The implementation of a pair; null on an interface itself.</param>
internal sealed class GenerationTarget(INamedTypeSymbol contract, INamedTypeSymbol? implementation)
{
    public const string AttributeName = "Crochet.GenerateProxyAttribute";

    public INamedTypeSymbol Contract { get; } = contract;

    public INamedTypeSymbol? Implementation { get; } = implementation;

    /// <summary>The pair that an attribute of an assembly names; null where it names no two types.</summary>
    public static GenerationTarget? OfPair(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 2
        && attribute.ConstructorArguments[0].Value is INamedTypeSymbol contract
        && attribute.ConstructorArguments[1].Value is INamedTypeSymbol implementation
            ? new(contract, implementation)
            : null;
}
