using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Registrations;

/// <summary>Whether the assembly that DynamicProxy generates can see an interface and implement all of it.</summary>
internal sealed class Reach(Compilation compilation)
{
    private const string DynamicAssembly = "DynamicProxyGenAssembly2";

    public IEnumerable<Diagnostic> Of(INamedTypeSymbol service, Location location)
    {
        var name = service.ShortName();
        var ancestry = service.AllInterfaces.Insert(0, service);
        var members = ancestry.SelectMany(type => type.GetMembers()).OfType<IMethodSymbol>().ToList();
        return
        [
            .. ancestry.SelectMany(TypesIn).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default).Where(
                type => !IsReachable(type)).Select(OutOfReach),
            .. members.Where(member => member is { IsStatic: false, DeclaredAccessibility: not Accessibility.Private }
                && !IsReachable(member)).Select(OutOfReach),
            .. members.Where(member => member is { IsStatic: true, IsAbstract: true }).Select(member => ProblemCatalog.CannotBeProxied.At(
                location, name, $"a proxy has no static members, and {member.Name} is static abstract")),
        ];

        Diagnostic OutOfReach(ISymbol symbol) => ProblemCatalog.OutOfReach.At(
            location, name, symbol.ShortName(), symbol.DeclaredAccessibility.Text(), Friend(symbol.ContainingAssembly),
            symbol.ContainingAssembly.Name);
    }

    /// <summary>The type itself, its outer types, and the type arguments of all of them.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesIn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => TypesIn(array.ElementType),
        INamedTypeSymbol named =>
            (named.ContainingType is { } outer ? TypesIn(outer) : []).Append(named).Concat(named.TypeArguments.SelectMany(TypesIn)),
        _ => [],
    };

    private static bool IsReachable(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Internal or Accessibility.ProtectedOrInternal => IsFriendly(symbol.ContainingAssembly),
        // A protected member of an interface is visible to heirs. A type must be visible from outside.
        Accessibility.Protected => symbol is IMethodSymbol,
        Accessibility.ProtectedAndInternal => symbol is IMethodSymbol && IsFriendly(symbol.ContainingAssembly),
        Accessibility.Private => false,
        _ => true,
    };

    private static bool IsFriendly(IAssemblySymbol assembly) => assembly.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "InternalsVisibleToAttribute"
        && attribute.ConstructorArguments.FirstOrDefault().Value is string friend
        && friend.Split(',')[0].Trim() == DynamicAssembly);

    /// <summary>A signed assembly must name DynamicProxy's key as well, which DynamicProxy has in a constant.</summary>
    private string Friend(IAssemblySymbol assembly) =>
        assembly.Identity.HasPublicKey
        && compilation.GetTypeByMetadataName("Castle.Core.Internal.InternalsVisible") is { } constants
        && constants.GetMembers("ToDynamicProxyGenAssembly2").FirstOrDefault() is IFieldSymbol { ConstantValue: string signed }
            ? signed
            : DynamicAssembly;
}
