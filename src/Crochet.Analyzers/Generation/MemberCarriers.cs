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
        implementation is null || ImplementationMatch.Implements(implementation, member.ContainingType);

    /// <summary>The method for a member, and the type that it is called by.</summary>
    /// <param name="member">The member.</param>
    /// <param name="mark">Its mark; null where it has none, or is no call.</param>
    public (IMethodSymbol Method, INamedTypeSymbol Owner) Of(IMethodSymbol member, Mark? mark)
    {
        if (!IsCalledByInterface(member))
            return (_match.Find(member, implementation!, mark)!, implementation!);
        return implementation is not null && _match.FindReporting(member, implementation, mark) is { } reporting
            ? (reporting, implementation) : (member, member.ContainingType);
    }

    public Mark? MarkOf(IMethodSymbol member) => Mark.Of(member, contract, symbols);
}
