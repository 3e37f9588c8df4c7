namespace Crochet.Problems;

internal static class ProblemReporting
{
    /// <summary>The problem with its member and the rest of its message's arguments filled in.</summary>
    public static CrochetProblem About(this ProblemDescriptor problem, string member, params object[] details) =>
        new(problem.Id, member, problem.Format([member, .. details]));
}
