using Crochet.Problems;

namespace Crochet.Interfaces;

/// <summary>What is wrong with [LoopKey] and [OnEveryLoop], which choose the loop of a group.</summary>
internal static class LoopChoiceProblems
{
    public static void AddOf(Member member, List<CrochetProblem> problems)
    {
        var keys = 0;
        foreach (var parameter in member.Parameters)
        {
            if (parameter.IsDefined(typeof(LoopKeyAttribute), inherit: false))
                keys++;
        }

        if (keys > 1)
            problems.Add(ProblemCatalog.SeveralLoopKeys.About(member.Name));

        if (!member.Method.IsDefined(typeof(OnEveryLoopAttribute), inherit: false))
            return;
        if (!member.Return.IsVoid)
            problems.Add(ProblemCatalog.OnEveryLoopWithValue.About(member.Name, CSharpName.Of(member.Return.Value)));
        if (keys > 0)
            problems.Add(ProblemCatalog.OnEveryLoopWithKey.About(member.Name));
    }
}
