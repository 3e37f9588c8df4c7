using System.Reflection;
using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>What keeps the members of an interface from being called in another process.</summary>
internal static class ProcessProblems
{
    private const string ReturnStream = "Return a stream or a list instead";
    private const string Mark = "Mark it [WaitFor] or [RunInReactor], or move it to an interface of its own";

    public static IEnumerable<CrochetProblem> Of(InterfaceDescription contract) => contract.Members
        .Where(static member => !member.IsDisposal)
        .SelectMany(Of)
        .Distinct();

    private static IEnumerable<CrochetProblem> Of(Member member)
    {
        if (member.IsCallback)
            yield return About(member, "it is an event with [Callback], whose handlers live in the caller's process", ReturnStream);
        else if (member.Mark is null)
            yield return About(member, "it is unmarked", Mark);
        if (member.Method.IsGenericMethod)
            yield return About(member, "it is generic", "Declare a member for each type that it is used with");
        if (member.Method.IsDefined(typeof(OnEveryLoopAttribute), inherit: false))
            yield return About(member, "[OnEveryLoop] is about the loops of one process", "Remove [OnEveryLoop]");
        if (member.Mark is not null && LiveValueIn(member.Return.Value) is { } live)
        {
            yield return About(
                member, $"it hands back {CSharpName.Of(live)}, an interface whose object would stay in the other process",
                "Return values, and offer that interface too");
        }

        if (member.Owner is EventInfo)
            yield break;
        foreach (var parameter in member.Parameters)
        {
            foreach (var problem in Of(member, parameter))
                yield return problem;
        }
    }

    private static IEnumerable<CrochetProblem> Of(Member member, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(CallbackAttribute), inherit: false))
            yield return About(member, $"parameter '{parameter.Name}' is a [Callback], which would have to be called back", ReturnStream);
        else if (type.IsSubclassOf(typeof(Delegate)))
            yield return About(member, $"parameter '{parameter.Name}' is a delegate", ReturnStream);
        else if (type.IsByRef && !Member.IsToken(parameter))
            yield return About(member, $"parameter '{parameter.Name}' is passed by reference", "Pass and return values");
        else if (LiveValueIn(type) is { } live)
            yield return About(
                member, $"parameter '{parameter.Name}' takes {CSharpName.Of(live)}, an object of this process", "Pass values");
    }

    // The interface itself, or the items of an array, a list or a stream of it.
    private static Type? LiveValueIn(Type type)
    {
        if (type.IsArray)
            return LiveValueIn(type.GetElementType()!);
        if (InterfaceDescription.IfMarked(type) is not null)
            return type;
        return type.IsGenericType ? type.GenericTypeArguments.Select(LiveValueIn).FirstOrDefault(static live => live is not null) : null;
    }

    private static CrochetProblem About(Member member, string why, string wayOut) =>
        ProblemCatalog.CannotCrossProcesses.About(member.Name, why, wayOut);
}
