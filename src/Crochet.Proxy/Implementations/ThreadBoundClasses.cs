using Crochet.Interfaces;
using Crochet.Problems;

namespace Crochet.Implementations;

/// <summary>Classes marked [ThreadBound].</summary>
internal static class ThreadBoundClasses
{
    public static bool IsMarked(Type? type) => type is { IsClass: true } && type.IsDefined(typeof(ThreadBoundAttribute), inherit: true);

    /// <summary>A ready instance was not made in its loop's thread.</summary>
    public static IEnumerable<CrochetProblem> ProblemsOfInstance(InterfaceDescription contract, Type type,
        string insteadCall = "CrochetProxy.CreateThreadBound") =>
        IsMarked(type) ? [ProblemCatalog.ThreadBoundInstance.About(contract.Name, CSharpName.Of(type), insteadCall)] : [];
}
