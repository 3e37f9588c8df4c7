using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>A marked interface that the container learns of after the last AddCrochet of a block.</summary>
internal sealed class RegistrationOrderRule(CrochetSymbols symbols)
{
    private readonly ServicesPath _services = new(symbols);

    public void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!symbols.IsAddCrochet(call) || call.Enclosing<IBlockOperation>() is not { } block)
            return;

        var later = _services.CallsOnSame(call, block).Where(other => other.Syntax.Span.End > call.Syntax.Span.End).ToList();
        if (later.Any(symbols.IsAddCrochet))
            return;
        var missed = later
            .Select(other => Registration.Find(other, symbols))
            .OfType<Registration>()
            .Where(registration => !registration.IsCrochets && !registration.Service.IsUnboundGenericType)
            .OrderBy(registration => registration.ServiceLocation.SourceSpan.Start)
            .ToList();
        foreach (var registration in missed)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                ProblemCatalog.RegisteredTooLate.ToRule(), registration.ServiceLocation,
                additionalLocations: [call.Syntax.GetLocation(), missed.Last().ServiceLocation], registration.Service.ShortName()));
        }
    }
}
