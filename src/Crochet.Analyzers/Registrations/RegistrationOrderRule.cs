using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Registrations;

/// <summary>A marked interface that the container learns of after the last AddCrochet of a block.</summary>
internal sealed class RegistrationOrderRule(CrochetSymbols symbols)
{
    public void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsAddCrochet(call) || call.Enclosing<IBlockOperation>() is not { } block)
            return;

        var services = ServicesOf(call);
        var later = CallsIn(block)
            .Where(other => other.Syntax.Span.End > call.Syntax.Span.End && services.Count > 0
                && services.SequenceEqual(ServicesOf(other), SymbolEqualityComparer.Default))
            .ToList();
        if (later.Any(IsAddCrochet))
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

    private bool IsAddCrochet(IInvocationOperation call) =>
        call.TargetMethod.Name == "AddCrochet" && CrochetSymbols.Is(call.TargetMethod.ContainingType, symbols.AddCrochetExtensions);

    /// <summary>Without what lambdas and local functions do, which is done at another time.</summary>
    private static IEnumerable<IInvocationOperation> CallsIn(IOperation operation) =>
        operation.ChildOperations
            .Where(child => child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            .SelectMany(child => child is IInvocationOperation call ? CallsIn(child).Append(call) : CallsIn(child));

    /// <summary>How the source names the collection that a call, or the chain of calls that it ends, works on; empty where it has no name.</summary>
    private List<ISymbol> ServicesOf(IInvocationOperation call)
    {
        var path = new List<ISymbol>();
        IOperation? operation = call;
        while (operation is not null)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IInvocationOperation inner:
                    operation = inner.Instance ?? inner.FirstArgument();
                    break;
                case IPropertyReferenceOperation property when CrochetSymbols.Is(property.Property.ContainingType, symbols.CrochetBuilder):
                    operation = property.Instance;
                    break;
                case IMemberReferenceOperation member:
                    path.Add(member.Member);
                    operation = member.Instance;
                    break;
                case ILocalReferenceOperation local:
                    path.Add(local.Local);
                    return path;
                case IParameterReferenceOperation parameter:
                    path.Add(parameter.Parameter);
                    return path;
                case IInstanceReferenceOperation:
                    return path;
                default:
                    return [];
            }
        }
        return path;
    }
}
