using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Results;

/// <summary>
/// Finds statements whose value is an EventualResult that nobody takes, and functions given to Post whose value is a task. An assignment
/// takes the value, also one to a discard.
/// </summary>
internal sealed class DroppedResultRule(CrochetSymbols symbols)
{
    public void Register(CompilationStartAnalysisContext start) =>
        start.RegisterOperationAction(Analyze, OperationKind.ExpressionStatement);

    private void Analyze(OperationAnalysisContext context)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        var expression = statement.Operation;
        var call = expression is IConditionalAccessOperation { WhenNotNull: var whenNotNull } ? whenNotNull : expression;
        if (call is not IInvocationOperation { TargetMethod: var method })
            return;

        if (symbols.IsEventualResult(expression.Type) && !TestDoubles.IsAboutOne(call))
            context.ReportDiagnostic(ProblemCatalog.ResultDropped.At(expression.Syntax.GetLocation(), method.ShortName()));
        else if (symbols.IsTask(expression.Type) && IsPosted(statement))
            context.ReportDiagnostic(ProblemCatalog.PostedTaskDropped.At(expression.Syntax.GetLocation(), "EventLoop.Post"));
    }

    /// <summary>Whether the value is that of a function given to Post, whose body is an expression.</summary>
    private bool IsPosted(IExpressionStatementOperation statement) =>
        statement.Syntax is ExpressionSyntax
        && statement.Parent?.Parent is IAnonymousFunctionOperation lambda
        && lambda.GivenTo() is { TargetMethod: { Name: "Post" } method }
        && CrochetSymbols.Is(method.ContainingType, symbols.EventLoop);
}
