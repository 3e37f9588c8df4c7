using System.Collections.Immutable;
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
public sealed class AwaitFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ProblemCatalog.BlocksWhereItMustNot.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is InvocationExpressionSyntax
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
