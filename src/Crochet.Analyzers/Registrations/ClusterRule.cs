using Crochet.Analyzers.Interfaces;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>Interfaces that are offered to a cluster, or called in one, with members that cannot cross processes.</summary>
internal sealed class ClusterRule(CrochetSymbols symbols)
{
    private readonly ProcessProblems _problems = new(symbols);

    public void Register(CompilationStartAnalysisContext start)
    {
        if (symbols.ClusterExtensions is not null)
            start.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Offer" or "AddRemote")
            || !CrochetSymbols.Is(call.TargetMethod.ContainingType, symbols.ClusterExtensions)
            || call.TargetMethod.TypeArguments.FirstOrDefault() is not INamedTypeSymbol service)
        {
            return;
        }

        var location = Registration.TypeArgument(call, 0);
        if (service.TypeKind != TypeKind.Interface)
        {
            var kind = service.TypeKind.ToString().ToLowerInvariant();
            context.ReportDiagnostic(ProblemCatalog.NotAnInterface.At(location, service.ShortName(), kind));
            return;
        }

        foreach (var problem in _problems.Of(service))
            context.ReportDiagnostic(problem.ToDiagnostic(location));
    }
}
