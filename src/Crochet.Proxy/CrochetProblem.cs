namespace Crochet;

/// <summary>One mistake in an interface, an implementation or a registration.</summary>
/// <param name="Id">What kind of mistake it is, "CRO001" and so on; the analyzer reports the same mistake under the same id.</param>
/// <param name="Member">The member with the mistake, "IDns.GetHostByName"; or the type, when the mistake is the type's own.</param>
/// <param name="Message">The member, what is wrong with it, and what to do.</param>
public sealed record CrochetProblem(string Id, string Member, string Message)
{
    /// <summary>Each of them once: what is wrong with an interface is found again at each of its members.</summary>
    internal static IReadOnlyList<CrochetProblem> WithoutRepeats(List<CrochetProblem> problems) =>
        problems.Count > 1 ? Distinct(problems) : problems;

    private static List<CrochetProblem> Distinct(List<CrochetProblem> problems) => [.. problems.Distinct()];
}
