using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Crochet.Generated;
using Crochet.Interception;
using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>
/// What is wrong with an interface, whoever implements it. The first call of a process waits for this, so that it is plain loops: of an
/// iterator or a query the run time has to compile five or more methods.
/// </summary>
internal static class InterfaceProblems
{
    public static IReadOnlyList<CrochetProblem> Of(InterfaceDescription contract)
    {
        if (!contract.Type.IsInterface)
            return [ProblemCatalog.NotAnInterface.About(contract.Name, KindOf(contract.Type))];
        if (contract.Type.ContainsGenericParameters)
            return [ProblemCatalog.OpenGenericRegistration.About(contract.Name)];

        List<CrochetProblem> problems = [];
        if (RunTimeProxies.AreEnabled)
            AddOfRunTimeProxies(contract, problems);
        foreach (var ancestor in contract.Ancestry)
            AddOf(Mark.At(ancestor), problems);
        foreach (var member in contract.Members)
            AddOf(member.Mark, problems);
        foreach (var member in contract.Members)
        {
            if (member.Mark is { IsContradiction: false })
                AddOf(member, problems);
        }

        if (!contract.HasMarkedMember)
            problems.Add(ProblemCatalog.NothingMarked.About(contract.Name));
        return CrochetProblem.WithoutRepeats(problems);
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason), RequiresDynamicCode(RunTimeProxies.Reason)]
    private static void AddOfRunTimeProxies(InterfaceDescription contract, List<CrochetProblem> problems)
    {
        // A compiled proxy is where the interface is in reach, or there would be none.
        if (CompiledContract.Of(contract.Type) is null)
            problems.AddRange(Reach.ProblemsOf(contract));
        if (!contract.HasMarkedMember)
            return;
        foreach (var member in contract.Members)
            CallbackProblems.AddOf(member, problems);
    }

    /// <summary>Whether the type, or what a type argument puts in its place, may live on a stack and nowhere else.</summary>
    public static bool CannotCross(Type type)
    {
        type = type.IsByRef ? type.GetElementType()! : type;
        return type.IsByRefLike || type.IsPointer || type.IsFunctionPointer
            || (type.IsGenericParameter && type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.AllowByRefLike));
    }

    /// <summary>Whether no invocation can carry the member's parameters and its return.</summary>
    public static bool CannotCross(Member member) =>
        Array.Exists(member.Parameters, static parameter => CannotCross(parameter.ParameterType))
        || WhyReturnCannotCross(member.Method.ReturnType) is not null;

    /// <summary>The parameters and the return type that no invocation can carry, to another thread or through an interceptor.</summary>
    public static void AddOfCrossing(Member member, List<CrochetProblem> problems)
    {
        foreach (var parameter in member.Parameters)
        {
            if (CannotCross(parameter.ParameterType))
            {
                problems.Add(ProblemCatalog.CannotCrossThreads.About(
                    member.Name, $"parameter '{parameter.Name}' of type {CSharpName.Of(parameter.ParameterType)}"));
            }
        }

        if (WhyReturnCannotCross(member.Method.ReturnType) is { } why)
            problems.Add(ProblemCatalog.CannotCrossThreads.About(member.Name, why));
    }

    private static void AddOf(Mark? mark, List<CrochetProblem> problems)
    {
        if (mark is null)
            return;
        if (mark.WaitFor is { Seconds: var seconds } && !(seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds))
            problems.Add(ProblemCatalog.TimeoutOutOfRange.About(mark.Place, seconds.ToString(CultureInfo.InvariantCulture)));
        if (mark.IsContradiction)
            problems.Add(ProblemCatalog.BothAttributes.About(mark.Place));
    }

    private static void AddOf(Member member, List<CrochetProblem> problems)
    {
        AddOfCrossing(member, problems);
        var returnType = CSharpName.Of(member.Method.ReturnType);
        if (WhyReturnCannotCross(member.Method.ReturnType) is null)
        {
            if (member.Mode == CallMode.RunInReactor && !member.Return.IsThereAtOnce
                && StreamProblems.SequenceInsteadOf(member.Return.Value) is null)
                problems.Add(ProblemCatalog.ReturnNotImmediate.About(member.Name, returnType));
            if (member.Mode == CallMode.WaitFor && member.Return.Kind == ReturnKind.EventualResult)
                problems.Add(ProblemCatalog.WaitForEventualResult.About(member.Name, returnType));
        }

        foreach (var parameter in member.Parameters)
        {
            if (parameter.ParameterType.IsByRef && (!member.Blocks || member.Return.IsStream) && !CannotCross(parameter.ParameterType))
                problems.Add(ProblemCatalog.ByRefWithoutBlocking.About(member.Name, parameter.Name!));
        }

        if (member.TokenIndex >= 0 && Array.FindLastIndex(member.Parameters, Member.IsToken) > member.TokenIndex)
            problems.Add(ProblemCatalog.SeveralTokens.About(member.Name));
        LoopChoiceProblems.AddOf(member, problems);
        StreamProblems.AddOf(member, problems);
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
