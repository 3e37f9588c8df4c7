using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Results;

/// <summary>A statement whose value is an EventualResult that nobody takes. An assignment takes it, to a discard too.</summary>
internal sealed class DroppedResultRule(CrochetSymbols symbols)
{
    public void Register(CompilationStartAnalysisContext start) =>
        start.RegisterOperationAction(Analyze, OperationKind.ExpressionStatement);

    private void Analyze(OperationAnalysisContext context)
    {
        var expression = ((IExpressionStatementOperation)context.Operation).Operation;
        if (!symbols.IsEventualResult(expression.Type))
            return;
        var call = expression is IConditionalAccessOperation { WhenNotNull: var whenNotNull } ? whenNotNull : expression;
        if (call is IInvocationOperation { TargetMethod: var method })
            context.ReportDiagnostic(ProblemCatalog.ResultDropped.At(expression.Syntax.GetLocation(), method.ShortName()));
    }
}
