using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>What is wrong with [LoopKey] and [OnEveryLoop], which choose the loop of a group.</summary>
internal static class LoopChoiceProblems
{
    public static IEnumerable<CrochetProblem> Of(Member member)
    {
        var keys = member.Parameters.Count(parameter => parameter.IsDefined(typeof(LoopKeyAttribute), inherit: false));
        if (keys > 1)
            yield return ProblemCatalog.SeveralLoopKeys.About(member.Name);

        if (!member.Method.IsDefined(typeof(OnEveryLoopAttribute), inherit: false))
            yield break;
        if (!member.Return.IsVoid)
            yield return ProblemCatalog.OnEveryLoopWithValue.About(member.Name, CSharpName.Of(member.Return.Value));
        if (keys > 0)
            yield return ProblemCatalog.OnEveryLoopWithKey.About(member.Name);
    }
}
