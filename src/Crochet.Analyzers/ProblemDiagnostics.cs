using Crochet.Problems;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers;

/// <summary>The catalog's entries as Roslyn's descriptors.</summary>
internal static class ProblemDiagnostics
{
    // Whether a loop is added can only be told when the whole program has been seen.
    private static readonly ProblemDescriptor[] _toldAtTheEnd =
        [ProblemCatalog.UnknownLoop, ProblemCatalog.GroupNeedsThreadBound, ProblemCatalog.GroupNeedsSingleton];

    // Configured timeouts are not in the source.
    private static readonly Dictionary<ProblemDescriptor, DiagnosticDescriptor> _rules = ProblemCatalog.All
        .Where(problem => problem != ProblemCatalog.UnknownTimeout)
        .ToDictionary(
            problem => problem, problem =>
                _toldAtTheEnd.Contains(problem) ? Describe(problem, WellKnownDiagnosticTags.CompilationEnd) : Describe(problem));

    /// <summary>Whether a class is an implementation is known only when the whole program has been seen.</summary>
    public static readonly DiagnosticDescriptor BlocksInImplementation =
        Describe(ProblemCatalog.BlocksWhereItMustNot, WellKnownDiagnosticTags.CompilationEnd);

    public static IEnumerable<DiagnosticDescriptor> All => _rules.Values.Append(BlocksInImplementation);

    public static DiagnosticDescriptor ToRule(this ProblemDescriptor problem) => _rules[problem];

    public static Diagnostic At(this ProblemDescriptor problem, Location location, params object[] arguments) =>
        Diagnostic.Create(problem.ToRule(), location, arguments);

    // No help link: the pages have no public address, and a user who has only the package cannot open a path of the repository. The message
    // itself tells the way out.
    private static DiagnosticDescriptor Describe(ProblemDescriptor problem, params string[] tags) => new(
        problem.Id,
        problem.Title,
        problem.Message,
        "Crochet",
        problem.IsError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        customTags: tags);
}
