using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Registrations;

/// <summary>Finds the method of a class that stands for a member of an interface.</summary>
internal sealed class ImplementationMatch(CrochetSymbols symbols)
{
    private const string Suffix = "Async";

    // The same parameters; those and a token last; those without the member's own token.
    private static readonly int[] _tokens = [0, 1, -1];

    public static bool Implements(INamedTypeSymbol implementation, INamedTypeSymbol contract) =>
        implementation.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default);

    /// <summary>The class's method for the member, by interface or by shape; null if there is none.</summary>
    public IMethodSymbol? Find(IMethodSymbol member, INamedTypeSymbol implementation) =>
        Implements(implementation, member.ContainingType)
            ? implementation.FindImplementationForInterfaceMember(member) as IMethodSymbol
            : FindByShape(member, implementation);

    /// <summary>
    /// Looks for the member's name, then that with Async, or without where the member has it; with the same parameters, then with those and
    /// a token last, then without the member's own token.
    /// </summary>
    public IMethodSymbol? FindByShape(IMethodSymbol member, INamedTypeSymbol implementation) => (
        from name in NamesFor(member.Name)
        from tokens in _tokens
        from method in Methods(implementation, name)
        where method.Arity == member.Arity
        let constructed = method.Arity == 0 ? method : method.Construct([.. member.TypeParameters])
        where Fits(constructed.Parameters, member.Parameters, tokens)
        select constructed).FirstOrDefault();

    private static string[] NamesFor(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length
        ? [name, name + Suffix, name.Substring(0, name.Length - Suffix.Length)]
        : [name, name + Suffix];

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

    private bool Fits(ImmutableArray<IParameterSymbol> own, ImmutableArray<IParameterSymbol> wanted, int tokens)
    {
        var hasToken = wanted.Any(symbols.IsToken);
        switch (tokens)
        {
            case 1 when hasToken || own.Length != wanted.Length + 1 || !symbols.IsToken(own.Last()):
            case -1 when !hasToken:
                return false;
            case 1:
                own = own.RemoveAt(wanted.Length);
                break;
            case -1:
                wanted = wanted.Remove(wanted.First(symbols.IsToken));
                break;
        }

        return own.Length == wanted.Length && own.Zip(wanted, AreAlike).All(alike => alike);
    }

    private bool AreAlike(IParameterSymbol one, IParameterSymbol other) =>
        one.RefKind == other.RefKind && symbols.Compilation.ClassifyConversion(one.Type, other.Type).IsIdentity;
}
