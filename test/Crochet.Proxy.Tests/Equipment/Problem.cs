namespace Crochet.Tests;

/// <summary>What a configuration mistake is expected to bring.</summary>
internal static class Problem
{
    public static IReadOnlyList<CrochetProblem> AllOf(Action act) => Assert.ThrowsExactly<CrochetConfigurationException>(act).Problems;

    public static CrochetProblem Of(Action act)
    {
        var problems = AllOf(act);
        Assert.HasCount(1, problems, string.Join(Environment.NewLine, problems));
        return problems[0];
    }

    public static void AssertIs(this CrochetProblem problem, string id, string member, params string[] words)
    {
        Assert.AreEqual(id, problem.Id);
        Assert.AreEqual(member, problem.Member);
        Assert.StartsWith(member + ": ", problem.Message);
        foreach (var word in words)
            Assert.Contains(word, problem.Message);
    }
}
