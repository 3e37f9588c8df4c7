using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>An interface as its callers see it.</summary>
internal static class Contract
{
    /// <summary>Methods and accessors of properties that a call can go through, inherited ones too.</summary>
    public static IEnumerable<IMethodSymbol> CallableMembers(this INamedTypeSymbol contract) =>
        contract.AllInterfaces.Insert(0, contract)
            .SelectMany(type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(method => method is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet }
                && (method.IsAbstract || method.IsVirtual));

    public static bool IsMarked(this INamedTypeSymbol contract, CrochetSymbols symbols) =>
        contract.CallableMembers().Any(member => Mark.Of(member, contract, symbols) is not null);
}
