using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Implementations;

/// <summary>What keeps an interface from standing for a thread-bound object.</summary>
internal static class BoundProblems
{
    /// <summary>Nobody but the loop touches the object, so that no member may run in its caller's thread.</summary>
    public static IEnumerable<CrochetProblem> Of(InterfaceDescription contract) => contract.Members
        .Where(static member => member.Mark is null && !member.IsCallback && !member.IsDisposal)
        .Select(static member => ProblemCatalog.UnmarkedOfThreadBound.About(member.Name));
}
