using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>What the attributes at one place, a member, its property or an interface, say.</summary>
internal sealed class Mark(AttributeData? waitFor, AttributeData? runInReactor)
{
    public AttributeData? WaitFor { get; } = waitFor;
    public AttributeData? RunInReactor { get; } = runInReactor;
    public bool IsContradiction => WaitFor is not null && RunInReactor is not null;

    /// <summary>What the place itself says; null where it says nothing.</summary>
    public static Mark? At(ISymbol place, CrochetSymbols symbols)
    {
        AttributeData? waitFor = null, runInReactor = null;
        foreach (var attribute in place.GetAttributes())
        {
            if (CrochetSymbols.Is(attribute.AttributeClass, symbols.WaitFor))
                waitFor = attribute;
            else if (CrochetSymbols.Is(attribute.AttributeClass, symbols.RunInReactor))
                runInReactor = attribute;
        }
        return waitFor is null && runInReactor is null ? null : new(waitFor, runInReactor);
    }

    /// <summary>What holds for a member of <paramref name="contract"/>: its own word, its property's, or a default.</summary>
    public static Mark? Of(IMethodSymbol member, INamedTypeSymbol contract, CrochetSymbols symbols) =>
        At(member, symbols)
        ?? (member.AssociatedSymbol is { } property ? At(property, symbols) : null)
        ?? DefaultOf(member.ContainingType, contract, symbols);

    /// <summary>The word of the most derived interface that says something for members of this one.</summary>
    private static Mark? DefaultOf(INamedTypeSymbol declaring, INamedTypeSymbol contract, CrochetSymbols symbols) =>
        contract.AllInterfaces.Insert(0, contract)
            .OrderByDescending(type => type.AllInterfaces.Length)
            .Where(type => SymbolEqualityComparer.Default.Equals(type, declaring) || type.AllInterfaces.Contains(declaring, SymbolEqualityComparer.Default))
            .Select(type => At(type, symbols))
            .FirstOrDefault(mark => mark is not null);
}
