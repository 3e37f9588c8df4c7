using System.Collections.Immutable;
using Crochet.Analyzers.Interfaces;
using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Registrations;

/// <summary>What keeps a thread-bound object out of its loop: that it is made already, or that a member would run elsewhere.</summary>
internal sealed class ThreadBoundProblems(CrochetSymbols symbols)
{
    public IEnumerable<Diagnostic> Of(Registration registration)
    {
        if (registration.Instance is { Type: INamedTypeSymbol made } instance && IsMarked(made))
        {
            var wayOut = registration.Call.TargetMethod.Name == "Create" ? "CrochetProxy.CreateThreadBound" : "AddThreadBound";
            return [ProblemCatalog.ThreadBoundInstance.At(instance.Syntax.GetLocation(), registration.Service.ShortName(), made.ShortName(),
                wayOut)];
        }
        return IsThreadBound(registration)
            ? UnmarkedMembers(registration.Service).Select(member => Unmarked(member, registration.ImplementationLocation))
            : [];
    }

    public bool IsThreadBound(Registration registration) =>
        registration.IsOfThreadBound || (registration.Implementation is { } implementation && IsMarked(implementation));

    private bool IsMarked(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.Attribute(symbols.ThreadBound) is not null)
                return true;
        }
        return false;
    }

    private IEnumerable<ISymbol> UnmarkedMembers(INamedTypeSymbol contract) =>
        contract.AllInterfaces.Insert(0, contract)
            .Where(type => !CrochetSymbols.Is(type, symbols.Disposable) && !CrochetSymbols.Is(type, symbols.AsyncDisposable))
            .SelectMany(type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(member => Contract.IsOverridable(member) && !IsInTheLoop(member, contract))
            .Select(member => member.AssociatedSymbol ?? member)
            .Distinct(SymbolEqualityComparer.Default);

    private bool IsInTheLoop(IMethodSymbol member, INamedTypeSymbol contract) => member.AssociatedSymbol is IEventSymbol @event
        ? @event.Attribute(symbols.Callback) is not null
        : Mark.Of(member, contract, symbols) is not null;

    private static Diagnostic Unmarked(ISymbol member, Location location) => Diagnostic.Create(
        ProblemCatalog.UnmarkedOfThreadBound.ToRule(), location,
        ImmutableDictionary<string, string?>.Empty.Add(ImplementationProblems.MemberProperty,
            member.OriginalDefinition.GetDocumentationCommentId()),
        member.ShortName());
}
