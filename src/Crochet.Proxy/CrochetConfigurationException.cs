namespace Crochet;

/// <summary>
/// Interfaces, implementations or registrations cannot work. One exception lists every problem, in <see cref="Problems"/> and with a line
/// each in the message.
/// </summary>
public sealed class CrochetConfigurationException : Exception
{
    /// <summary>Makes one, for a test double to throw.</summary>
    /// <param name="problems">Every problem.</param>
    /// <exception cref="ArgumentNullException"><paramref name="problems"/> is null.</exception>
    public CrochetConfigurationException(IReadOnlyList<CrochetProblem> problems)
        : this(problems, innerException: null)
    {
    }

    internal CrochetConfigurationException(IReadOnlyList<CrochetProblem> problems, Exception? innerException)
        : base(Describe(problems), innerException) => Problems = problems;

    /// <summary>Every problem, in the order in which they were found.</summary>
    public IReadOnlyList<CrochetProblem> Problems { get; }

    internal static void ThrowIfAny(IReadOnlyList<CrochetProblem> problems)
    {
        if (problems.Count > 0)
            throw new CrochetConfigurationException(problems);
    }

    internal static void ThrowIfAny(IEnumerable<CrochetProblem> problems) => ThrowIfAny(problems.Distinct().ToList());

    private static string Describe(IReadOnlyList<CrochetProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return string.Join(Environment.NewLine, problems
            .Select(problem => $"{problem.Id} {problem.Message}")
            .Prepend(problems.Count == 1 ? "Crochet found 1 problem:" : $"Crochet found {problems.Count} problems:"));
    }
}
