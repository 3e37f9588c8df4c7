using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>A marked interface that the container learns of after the last AddCrochet of a block.</summary>
internal sealed class RegistrationOrderRule(CrochetSymbols symbols)
{
    private readonly ServicesPath _services = new(symbols);

    // A block at a time, since what is reported outside the operation that is looked at counts as not local: an IDE offers no fix for it.
    public void Register(CompilationStartAnalysisContext start) => start.RegisterOperationBlockAction(context =>
    {
        var calls = context.OperationBlocks.SelectMany(block => block.Descendants()).OfType<IInvocationOperation>();
        foreach (var call in calls.Where(symbols.IsAddCrochet))
            Analyze(call, context);
    });

    private void Analyze(IInvocationOperation call, OperationBlockAnalysisContext context)
    {
        if (call.Enclosing<IBlockOperation>() is not { } block)
            return;

        var later = _services.CallsOnSame(call, block).Where(other => other.Syntax.Span.End > call.Syntax.Span.End).ToList();
        if (later.Any(symbols.IsAddCrochet))
            return;
        var missed = later
            .Select(other => Registration.Find(other, symbols))
            .OfType<Registration>()
            .Where(registration => !registration.IsCrochets && !registration.Service.IsUnboundGenericType)
            .Where(registration => !IsReplacement(registration, later))
            .OrderBy(registration => registration.ServiceLocation.SourceSpan.Start)
            .ToList();
        foreach (var registration in missed)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                ProblemCatalog.RegisteredTooLate.ToRule(), registration.ServiceLocation,
                additionalLocations: [call.Syntax.GetLocation(), missed.Last().ServiceLocation], registration.Service.ShortName()));
        }
    }

    // A test's double: an object or a factory that stands where a registration was removed is used as it is.
    private static bool IsReplacement(Registration registration, IEnumerable<IInvocationOperation> later)
    {
        if (registration.Instance is null && registration.Call.Argument("implementationFactory") is null)
            return false;
        return later.Any(other => other.TargetMethod.Name == "RemoveAll"
            && other.Syntax.Span.End < registration.Call.Syntax.Span.End
            && SymbolEqualityComparer.Default.Equals(RemovedBy(other), registration.Service));
    }

    private static ITypeSymbol? RemovedBy(IInvocationOperation removal) => removal.TargetMethod.IsGenericMethod
        ? removal.TargetMethod.TypeArguments[0]
        : removal.Arguments.Select(argument => argument.Value).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand;
}
