using Crochet.Analyzers.Interfaces;
using Crochet.Analyzers.Registrations;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Generation;

/// <summary>
/// What carries out each member of an interface: the member itself, on any object that implements it, or the method of the only class that
/// a proxy serves.
/// </summary>
internal sealed class MemberCarriers(CrochetSymbols symbols, INamedTypeSymbol contract, INamedTypeSymbol? implementation)
{
    private readonly ImplementationMatch _match = new(symbols);

    /// <summary>Whether the proxy has a body for a method or accessor: not for static members and the interface's own bodies.</summary>
    public bool IsProxied(IMethodSymbol method) =>
        Contract.IsOverridable(method)
        && method.ExplicitInterfaceImplementations.IsEmpty
        && symbols.Compilation.IsSymbolAccessibleWithin(method, symbols.Compilation.Assembly, contract)
        // The interface's own body runs on the proxy where the class has none.
        && (method.IsAbstract || IsCalledByInterface(method) || MarkOf(method) is not null
            || _match.Find(method, implementation!, mark: null) is not null);

    public bool IsCalledByInterface(IMethodSymbol member) =>
        implementation is null || _match.Implements(implementation, member.ContainingType);

    /// <summary>The method for a member, and the type that it is called by.</summary>
    /// <param name="member">The member.</param>
    /// <param name="mark">Its mark; null where it has none, or is no call.</param>
    public (IMethodSymbol Method, INamedTypeSymbol Owner) Of(IMethodSymbol member, Mark? mark)
    {
        var method = IsCalledByInterface(member)
            ? implementation is null ? null : _match.FindReporting(member, implementation, mark)
            : _match.Find(member, implementation!, mark);
        return method is null ? (member, member.ContainingType) : (method, OwnerOf(method));
    }

    // The class that declares the method: of an heir C# would take the heir's own overload, nearer or not, and no override.
    private INamedTypeSymbol OwnerOf(IMethodSymbol method)
    {
        var declared = method;
        while (declared.OverriddenMethod is { } overridden
            && SymbolEqualityComparer.Default.Equals(overridden.ReturnType, method.ReturnType))
            declared = overridden;
        return symbols.Compilation.IsSymbolAccessibleWithin(declared, symbols.Compilation.Assembly)
            ? declared.ContainingType : implementation!;
    }

    public Mark? MarkOf(IMethodSymbol member) => Mark.Of(member, contract, symbols);
}
