using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Crochet.Analyzers;

/// <summary>CRO014: awaits a result for as long as it was waited for.</summary>
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
        // For ever is what a plain await waits; a time limit goes on to the task.
        var awaited = arguments.Count == 1 && arguments[0].Expression.ToString() == "Timeout.InfiniteTimeSpan"
            ? result
            : SyntaxFactory.ParseExpression($"{result.WithoutTrivia()}.AsTask().WaitAsync({arguments})");
        return SyntaxFactory.ParenthesizedExpression(awaited.Await()).WithAdditionalAnnotations(Simplifier.Annotation);
    }
}
