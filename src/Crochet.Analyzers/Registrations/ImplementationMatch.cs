using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Registrations;

/// <summary>Finds the method of a class that stands for a member of an interface.</summary>
internal sealed class ImplementationMatch(CrochetSymbols symbols)
{
    private static readonly string[] _suffixes = ["", "Async"];
    private static readonly bool[] _withToken = [false, true];

    public static bool Implements(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        implementation.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    /// <summary>The class's method for the member, by interface or by shape; null if there is none.</summary>
    public IMethodSymbol? Find(IMethodSymbol member, INamedTypeSymbol implementation) =>
        Implements(implementation, member.ContainingType)
            ? implementation.FindImplementationForInterfaceMember(member) as IMethodSymbol
            : FindByShape(member, implementation);

    /// <summary>Looks for the member's name, then that name and Async; with the same parameters, then with those and a token last.</summary>
    public IMethodSymbol? FindByShape(IMethodSymbol member, INamedTypeSymbol implementation) => (
        from suffix in _suffixes
        from withToken in _withToken
        from method in Methods(implementation, member.Name + suffix)
        where method.Arity == member.Arity
        let constructed = method.Arity == 0 ? method : method.Construct([.. member.TypeParameters])
        where Fits(constructed.Parameters, member.Parameters, withToken)
        select constructed).FirstOrDefault();

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type, string name)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var method in level.GetMembers(name).OfType<IMethodSymbol>())
            {
                if (method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public })
                    yield return method;
            }
        }
    }

    private bool Fits(ImmutableArray<IParameterSymbol> own, ImmutableArray<IParameterSymbol> wanted, bool withToken)
    {
        if (withToken)
            return own.Length == wanted.Length + 1 && symbols.IsToken(own.Last()) && !wanted.Any(symbols.IsToken) && Fits(own.RemoveAt(wanted.Length), wanted, false);
        return own.Length == wanted.Length && own.Zip(wanted, AreAlike).All(alike => alike);
    }

    private bool AreAlike(IParameterSymbol one, IParameterSymbol other) =>
        one.RefKind == other.RefKind && symbols.Compilation.ClassifyConversion(one.Type, other.Type).IsIdentity;
}
