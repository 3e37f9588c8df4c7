using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Crochet.Generated;
using Crochet.Interception;
using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>What is wrong with an interface, whoever implements it.</summary>
internal static class InterfaceProblems
{
    public static IEnumerable<CrochetProblem> Of(InterfaceDescription contract)
    {
        if (!contract.Type.IsInterface)
            return [ProblemCatalog.NotAnInterface.About(contract.Name, KindOf(contract.Type))];
        if (contract.Type.ContainsGenericParameters)
            return [ProblemCatalog.OpenGenericRegistration.About(contract.Name)];

        var marks = contract.Ancestry.Select(Mark.At).Concat(contract.Members.Select(member => member.Mark)).OfType<Mark>();
        return (RunTimeProxies.AreEnabled ? OfRunTimeProxies(contract) : [])
            .Concat(marks.SelectMany(OfMark))
            .Concat(contract.Members.Where(member => member.Mark is { IsContradiction: false }).SelectMany(OfMember))
            .Concat(contract.Members.All(member => member.Mark is null) ? [ProblemCatalog.NothingMarked.About(contract.Name)] : []);
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static IEnumerable<CrochetProblem> OfRunTimeProxies(InterfaceDescription contract)
    {
        // A compiled proxy is where the interface is in reach, or there would be none.
        var outOfReach = CompiledContract.Of(contract.Type) is null ? Reach.ProblemsOf(contract) : [];
        return contract.Members.Any(member => member.Mark is not null)
            ? outOfReach.Concat(contract.Members.SelectMany(CallbackProblems.Of))
            : outOfReach;
    }

    /// <summary>Whether the type, or what a type argument puts in its place, may live on a stack and nowhere else.</summary>
    public static bool CannotCross(Type type)
    {
        type = type.IsByRef ? type.GetElementType()! : type;
        return type.IsByRefLike || type.IsPointer || type.IsFunctionPointer
            || (type.IsGenericParameter && type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.AllowByRefLike));
    }

    /// <summary>The parameters and the return type that no invocation can carry, to another thread or through an interceptor.</summary>
    public static IEnumerable<CrochetProblem> OfCrossing(Member member)
    {
        foreach (var parameter in member.Parameters.Where(parameter => CannotCross(parameter.ParameterType)))
        {
            yield return ProblemCatalog.CannotCrossThreads.About(
                member.Name, $"parameter '{parameter.Name}' of type {CSharpName.Of(parameter.ParameterType)}");
        }

        if (WhyReturnCannotCross(member.Method.ReturnType) is { } why)
            yield return ProblemCatalog.CannotCrossThreads.About(member.Name, why);
    }

    private static IEnumerable<CrochetProblem> OfMark(Mark mark)
    {
        if (mark.WaitFor is { Seconds: var seconds } && !(seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds))
            yield return ProblemCatalog.TimeoutOutOfRange.About(mark.Place, seconds.ToString(CultureInfo.InvariantCulture));
        if (mark.IsContradiction)
            yield return ProblemCatalog.BothAttributes.About(mark.Place);
    }

    private static IEnumerable<CrochetProblem> OfMember(Member member)
    {
        foreach (var problem in OfCrossing(member))
            yield return problem;

        var returnType = CSharpName.Of(member.Method.ReturnType);
        if (WhyReturnCannotCross(member.Method.ReturnType) is null)
        {
            if (member.Mode == CallMode.RunInReactor && !member.Return.IsThereAtOnce
                && StreamProblems.SequenceInsteadOf(member.Return.Value) is null)
                yield return ProblemCatalog.ReturnNotImmediate.About(member.Name, returnType);
            if (member.Mode == CallMode.WaitFor && member.Return.Kind == ReturnKind.EventualResult)
                yield return ProblemCatalog.WaitForEventualResult.About(member.Name, returnType);
        }

        foreach (var parameter in member.Parameters)
        {
            if (parameter.ParameterType.IsByRef && (!member.Blocks || member.Return.IsStream) && !CannotCross(parameter.ParameterType))
                yield return ProblemCatalog.ByRefWithoutBlocking.About(member.Name, parameter.Name!);
        }

        if (member.Parameters.Count(Member.IsToken) > 1)
            yield return ProblemCatalog.SeveralTokens.About(member.Name);

        foreach (var problem in LoopChoiceProblems.Of(member).Concat(StreamProblems.Of(member)))
            yield return problem;
    }

    private static string? WhyReturnCannotCross(Type type) =>
        type.IsByRef ? "the ref return"
        : CannotCross(type) ? $"return type {CSharpName.Of(type)}"
        : null;

    private static string KindOf(Type type) =>
        type.IsSubclassOf(typeof(Delegate)) ? "delegate"
        : type.IsEnum ? "enum"
        : type.IsValueType ? "struct"
        : "class";
}
