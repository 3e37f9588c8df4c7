using System.Collections.Immutable;
using Crochet.Analyzers.Interfaces;
using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Registrations;

/// <summary>The problems of a class that is registered for an interface.</summary>
internal sealed class ImplementationProblems(CrochetSymbols symbols)
{
    public const string MemberProperty = "Member";

    private readonly ImplementationMatch _match = new(symbols);

    public IEnumerable<Diagnostic> Of(INamedTypeSymbol contract, INamedTypeSymbol implementation, Location location) =>
        contract.AllInterfaces.Insert(0, contract)
            .Where(type => !_match.Implements(implementation, type))
            .SelectMany(type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .Where(member => Contract.IsOverridable(member) && member.MethodKind != MethodKind.EventRemove)
            .SelectMany(member => OfMember(member, Mark.Of(member, contract, symbols), implementation, location));

    private IEnumerable<Diagnostic> OfMember(IMethodSymbol member, Mark? mark, INamedTypeSymbol implementation, Location location)
    {
        var isMarked = mark is not null;
        var name = member.ShortName();
        var methods = _match.FindByShape(member, implementation, mark);
        if (methods.Count > 1)
        {
            var listed = methods.Select(method => $"{method.ContainingType.ShortName()}.{method.ShortSignature()}");
            yield return ProblemCatalog.MemberAmbiguous.At(location, name, implementation.ShortName(), string.Join(", ", listed));
            yield break;
        }

        if (methods.Count == 0)
        {
            // A call that does not go to the loop may run the interface's own body.
            if (member.IsAbstract || isMarked)
            {
                var properties = ImmutableDictionary<string, string?>.Empty
                    .Add(MemberProperty, (member.AssociatedSymbol ?? member).OriginalDefinition.GetDocumentationCommentId());
                yield return Diagnostic.Create(
                    ProblemCatalog.MemberNotImplemented.ToRule(), location, properties, name, implementation.ShortName(), Describe(member));
            }
            yield break;
        }

        var method = methods[0];
        if (!(isMarked ? symbols.Takes(member.ReturnType, method.ReturnType) : FitsWithoutLoop(method.ReturnType, member.ReturnType)))
        {
            yield return ProblemCatalog.ReturnMismatch.At(
                location, name, method.ShortName(), method.ReturnType.ShortName(), member.ReturnType.ShortName());
        }
        if (!isMarked)
        {
            foreach (var (_, why) in Crossing.Problems(member))
                yield return ProblemCatalog.CannotCrossThreads.At(location, name, why);
        }
    }

    /// <summary>A member that is not marked has nobody who waits, so it cannot turn a task into a plain value.</summary>
    private bool FitsWithoutLoop(ITypeSymbol returned, ITypeSymbol wanted) =>
        symbols.IsAssignable(returned, wanted)
            || ((symbols.IsHandedBackAtOnce(wanted) || !symbols.IsHandedBackAtOnce(returned)) && symbols.Takes(wanted, returned));

    private static string Describe(IMethodSymbol member) => member.MethodKind switch
    {
        MethodKind.PropertyGet => $"getter of {member.AssociatedSymbol!.Name}",
        MethodKind.PropertySet => $"setter of {member.AssociatedSymbol!.Name}",
        MethodKind.EventAdd => $"event {member.AssociatedSymbol!.Name}",
        _ => $"method {member.ShortSignature()}",
    };
}
