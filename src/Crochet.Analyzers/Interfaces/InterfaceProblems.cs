using System.Globalization;
using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>What is wrong with an interface, whoever implements it.</summary>
internal sealed class InterfaceProblems(CrochetSymbols symbols)
{
    public IEnumerable<Problem> Of(INamedTypeSymbol contract)
    {
        var members = contract.CallableMembers().ToList();
        var properties = members.Select(member => member.AssociatedSymbol).OfType<ISymbol>();
        var declarers = members.Select(member => member.ContainingType).Append(contract);
        return members.Concat(properties).Concat(declarers).SelectMany(OfAttributes)
            .Concat(members.SelectMany(member => OfMember(member, contract)))
            .Concat(OfDefault(contract, members))
            .Distinct();
    }

    private IEnumerable<Problem> OfAttributes(ISymbol place)
    {
        if (Mark.At(place, symbols) is not { } mark)
            yield break;
        if (mark.WaitFor is { } waitFor && waitFor.ConstructorArguments.FirstOrDefault().Value is double seconds && !IsTimeout(seconds))
            yield return new(ProblemCatalog.TimeoutOutOfRange, place, waitFor.SourceLocation(), place.ShortName(), seconds.ToString(CultureInfo.InvariantCulture));
        if (mark.IsContradiction)
            yield return new(ProblemCatalog.BothAttributes, place, mark.RunInReactor!.SourceLocation(), place.ShortName());
    }

    private IEnumerable<Problem> OfMember(IMethodSymbol member, INamedTypeSymbol contract)
    {
        if (Mark.Of(member, contract, symbols) is not { IsContradiction: false } mark)
            yield break;

        var name = member.ShortName();
        var subject = member.AssociatedSymbol ?? member;
        var returnType = member.ReturnType.ShortName();
        var returnsAtOnce = symbols.IsHandedBackAtOnce(member.ReturnType);

        if (WhyReturnCannotCross(member) is { } why)
            yield return new(ProblemCatalog.CannotCrossThreads, subject, subject.TypeLocation(), name, why);
        else if (mark.RunInReactor is not null && !member.ReturnsVoid && !returnsAtOnce && !MayBeAnything(member.ReturnType))
            yield return new(ProblemCatalog.ReturnNotImmediate, subject, subject.TypeLocation(), name, returnType);
        else if (mark.WaitFor is not null && symbols.IsEventualResult(member.ReturnType))
            yield return new(ProblemCatalog.WaitForEventualResult, subject, subject.TypeLocation(), name, returnType);

        foreach (var parameter in member.Parameters)
        {
            var place = member.AssociatedSymbol ?? parameter;
            if (CannotCross(parameter.Type))
            {
                yield return new(ProblemCatalog.CannotCrossThreads, place, place.TypeLocation(),
                    name, $"parameter '{parameter.Name}' of type {parameter.Type.ShortName()}");
            }
            else if (parameter.RefKind != RefKind.None && (mark.RunInReactor is not null || returnsAtOnce))
            {
                yield return new(ProblemCatalog.ByRefWithoutBlocking, place, parameter.NameLocation(), name, parameter.Name);
            }
        }

        if (member.Parameters.Count(parameter => CrochetSymbols.Is(parameter.Type, symbols.CancellationToken)) > 1)
            yield return new(ProblemCatalog.SeveralTokens, subject, subject.NameLocation(), name);
    }

    private IEnumerable<Problem> OfDefault(INamedTypeSymbol contract, List<IMethodSymbol> members)
    {
        if (members.Count == 0 && Mark.At(contract, symbols) is not null)
            yield return new(ProblemCatalog.NothingMarked, contract, contract.NameLocation(), contract.ShortName());
    }

    private static bool IsTimeout(double seconds) => seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds;

    private static string? WhyReturnCannotCross(IMethodSymbol member) =>
        member.ReturnsByRef || member.ReturnsByRefReadonly ? "the ref return"
        : CannotCross(member.ReturnType) ? $"return type {member.ReturnType.ShortName()}"
        : null;

    private static bool CannotCross(ITypeSymbol type) =>
        type.IsRefLikeType || type is IPointerTypeSymbol or IFunctionPointerTypeSymbol or ITypeParameterSymbol { AllowsRefLikeType: true };

    /// <summary>An interface's own T may turn out to be a task; a construction of it, which registers or inherits, is judged by itself.</summary>
    private static bool MayBeAnything(ITypeSymbol type) => type is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };
}
