using System.Globalization;
using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Interfaces;

/// <summary>The problems of an interface that do not depend on its implementation.</summary>
internal sealed class InterfaceProblems(CrochetSymbols symbols)
{
    private readonly LoopChoiceProblems _loopChoices = new(symbols);
    private readonly StreamProblems _streams = new(symbols);
    private readonly CallbackProblems _callbacks = new(symbols);

    public IEnumerable<Problem> Of(INamedTypeSymbol contract)
    {
        var members = contract.CallableMembers().ToList();
        var properties = members.Select(member => member.AssociatedSymbol).OfType<ISymbol>();
        var ancestry = contract.AllInterfaces.Insert(0, contract);
        return members.Concat(properties).Concat(ancestry).SelectMany(OfAttributes)
            .Concat(members.SelectMany(member => OfMember(member, contract)))
            .Concat(contract.IsMarked(symbols) ? _callbacks.Of(contract) : [])
            .Concat(OfDefault(contract, members))
            .Distinct();
    }

    private IEnumerable<Problem> OfAttributes(ISymbol place)
    {
        if (Mark.At(place, symbols) is not { } mark)
            yield break;
        if (mark.WaitFor is { } waitFor && waitFor.ConstructorArguments.FirstOrDefault().Value is double seconds && !IsTimeout(seconds))
            yield return new(ProblemCatalog.TimeoutOutOfRange, place, waitFor.SourceLocation(), place.ShortName(),
                seconds.ToString(CultureInfo.InvariantCulture));
        if (mark.IsContradiction)
            yield return new(ProblemCatalog.BothAttributes, place, mark.RunInReactor!.SourceLocation(), place.ShortName());
    }

    private IEnumerable<Problem> OfMember(IMethodSymbol member, INamedTypeSymbol contract)
    {
        if (Mark.Of(member, contract, symbols) is not { IsContradiction: false } mark)
            yield break;

        var name = member.ShortName();
        var subject = member.AssociatedSymbol ?? member;
        var crossing = Crossing.Problems(member).ToList();
        foreach (var (parameter, why) in crossing)
        {
            var place = member.AssociatedSymbol ?? parameter ?? subject;
            yield return new(ProblemCatalog.CannotCrossThreads, place, place.TypeLocation(), name, why);
        }

        if (crossing.All(problem => problem.Parameter is not null) && OfReturn(mark, member.ReturnType) is { } kind)
            yield return new(kind, subject, subject.TypeLocation(), name, member.ReturnType.ShortName());

        var blocks = mark.WaitFor is not null && !symbols.IsHandedBackAtOnce(member.ReturnType) && !symbols.IsStream(member.ReturnType);
        foreach (var parameter in member.Parameters)
        {
            if (parameter.RefKind != RefKind.None && !blocks && !Crossing.IsImpossible(parameter.Type))
                yield return new(ProblemCatalog.ByRefWithoutBlocking, parameter, parameter.NameLocation(), name, parameter.Name);
        }

        if (member.Parameters.Count(symbols.IsToken) > 1)
            yield return new(ProblemCatalog.SeveralTokens, subject, subject.NameLocation(), name);

        foreach (var problem in _loopChoices.Of(member).Concat(_streams.Of(member)))
            yield return problem;
    }

    private ProblemDescriptor? OfReturn(Mark mark, ITypeSymbol type)
    {
        // The interface's own T may be a task. Each constructed interface is checked by itself, where it is registered or inherited.
        var mayBeAnything = type is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };
        var isThereAtOnce = type.SpecialType == SpecialType.System_Void || symbols.IsHandedBackAtOnce(type) || symbols.IsAsyncStream(type);
        if (mark.RunInReactor is not null && !isThereAtOnce && !mayBeAnything && _streams.SequenceInsteadOf(type) is null)
            return ProblemCatalog.ReturnNotImmediate;
        return mark.WaitFor is not null && symbols.IsEventualResult(type) ? ProblemCatalog.WaitForEventualResult : null;
    }

    private IEnumerable<Problem> OfDefault(INamedTypeSymbol contract, List<IMethodSymbol> members)
    {
        if (members.Count == 0 && Mark.At(contract, symbols) is not null)
            yield return new(ProblemCatalog.NothingMarked, contract, contract.NameLocation(), contract.ShortName());
    }

    private static bool IsTimeout(double seconds) => seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds;
}
