using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Crochet.Analyzers;

/// <summary>CRO014: turns a wait for a result into an await with the same time limit.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitFix() : ProblemFix(ProblemCatalog.BlocksWhereItMustNot)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span, getInnermostNodeForTie: true) is InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: var result },
            } wait
            && wait.IsInAsyncFunction())
        {
            context.RegisterCodeFix(CodeAction.Create("Await it", _ => Task.FromResult(Change()), "Await"), context.Diagnostics);

            Document Change() => context.Document.WithSyntaxRoot(root.ReplaceNode(wait, Await(wait, result).WithTriviaFrom(wait)));
        }
    }

    private static ParenthesizedExpressionSyntax Await(InvocationExpressionSyntax wait, ExpressionSyntax result)
    {
        var arguments = wait.ArgumentList.Arguments;
        // A plain await waits for ever. A time limit is given to the task's WaitAsync.
        var awaited = arguments.Count == 1 && arguments[0].Expression.ToString() == "Timeout.InfiniteTimeSpan"
            ? result
            : SyntaxFactory.ParseExpression($"{result.WithoutTrivia()}.AsTask().WaitAsync({arguments})");
        return SyntaxFactory.ParenthesizedExpression(awaited.Await()).WithAdditionalAnnotations(Simplifier.Annotation);
    }
}
