using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>The marks in one place: on a member, its property or an interface.</summary>
internal sealed class Mark(AttributeData? waitFor, AttributeData? runInReactor)
{
    public AttributeData? WaitFor { get; } = waitFor;
    public AttributeData? RunInReactor { get; } = runInReactor;
    public bool IsContradiction => WaitFor is not null && RunInReactor is not null;

    /// <summary>The marks on the symbol itself; null if it has none.</summary>
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

    /// <summary>The mark of a member of <paramref name="contract"/>: its own, else its property's, else an interface's default.</summary>
    public static Mark? Of(IMethodSymbol member, INamedTypeSymbol contract, CrochetSymbols symbols) =>
        At(member, symbols)
        ?? (member.AssociatedSymbol is { } property ? At(property, symbols) : null)
        ?? DefaultOf(member.ContainingType, contract, symbols);

    /// <summary>The default for members of this interface, from the most derived interface that has one.</summary>
    private static Mark? DefaultOf(INamedTypeSymbol declaring, INamedTypeSymbol contract, CrochetSymbols symbols) =>
        contract.AllInterfaces.Insert(0, contract)
            .OrderByDescending(type => type.AllInterfaces.Length)
            .Where(type => SymbolEqualityComparer.Default.Equals(type, declaring)
                || type.AllInterfaces.Contains(declaring, SymbolEqualityComparer.Default))
            .Select(type => At(type, symbols))
            .FirstOrDefault(mark => mark is not null);
}
