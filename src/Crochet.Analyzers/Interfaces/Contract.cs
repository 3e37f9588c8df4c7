using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>An interface with its inherited members, as callers see it.</summary>
internal static class Contract
{
    /// <summary>The members that can be marked: methods and accessors of properties, inherited ones too.</summary>
    public static IEnumerable<IMethodSymbol> CallableMembers(this INamedTypeSymbol contract) =>
        contract.AllInterfaces.Insert(0, contract)
            .SelectMany(type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(method => IsOverridable(method)
                && method.MethodKind is (MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet));

    public static bool IsMarked(this INamedTypeSymbol contract, CrochetSymbols symbols) =>
        contract.CallableMembers().Any(member => Mark.Of(member, contract, symbols) is not null);

    public static bool IsOverridable(IMethodSymbol method) => !method.IsStatic && (method.IsAbstract || method.IsVirtual);
}
