using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Results;

/// <summary>
/// A statement whose value is an EventualResult that nobody takes, and a function given to Post whose value is a task. An assignment takes a value, to a
/// discard too.
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

    /// <summary>Whether the value is that of a function given to Post: an expression in the place of a body.</summary>
    private bool IsPosted(IExpressionStatementOperation statement) =>
        statement.Syntax is ExpressionSyntax
        && statement.Parent?.Parent is IAnonymousFunctionOperation lambda
        && lambda.GivenTo() is { TargetMethod: { Name: "Post" } method }
        && CrochetSymbols.Is(method.ContainingType, symbols.EventLoop);
}
