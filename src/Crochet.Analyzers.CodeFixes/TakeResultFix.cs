using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Crochet.Analyzers;

/// <summary>CRO013: awaits the result, waits for it, or drops it on purpose; gives a posted function to RunInReactor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TakeResultFix() : ProblemFix(ProblemCatalog.ResultDropped)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax call)
            return;

        if (call.IsInAsyncFunction() && call is not ConditionalAccessExpressionSyntax)
            Register("Await it", () => root.ReplaceNode(call, call.Await().WithTriviaFrom(call)));
        else if (call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax } statement)
            Register("Assign it and wait", () => root.ReplaceNode(statement, AssignAndWait(statement, call, model)));
        if (Post(call) is { } post)
            Register("Use RunInReactor", () => root.ReplaceNode(post, RunInReactor(post)));
        Register("Drop it on purpose",
            () => root.ReplaceNode(call, SyntaxFactory.ParseExpression($"_ = {call.WithoutTrivia()}").WithTriviaFrom(call)));

        void Register(string title, Func<SyntaxNode> change) => context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change())), title), context.Diagnostics);
    }

    /// <summary>The call of Post whose function has this expression as its body.</summary>
    private static InvocationExpressionSyntax? Post(ExpressionSyntax call) =>
        call.Parent is LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax post } }
        && post.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Post" }
            ? post
            : null;

    private static ExpressionSyntax RunInReactor(InvocationExpressionSyntax post)
    {
        var access = (MemberAccessExpressionSyntax)post.Expression;
        var call = post.WithExpression(access.WithName(SyntaxFactory.IdentifierName("RunInReactor").WithTriviaFrom(access.Name)));
        return SyntaxFactory.ParseExpression($"_ = {call.WithoutTrivia()}").WithTriviaFrom(post);
    }

    private static StatementSyntax[] AssignAndWait(ExpressionStatementSyntax statement, ExpressionSyntax call, SemanticModel model)
    {
        var name = FreeName(model, statement.SpanStart);
        var access = call is ConditionalAccessExpressionSyntax ? "?." : ".";
        return
        [
            SyntaxFactory.ParseStatement($"var {name} = {call.WithoutTrivia()};")
                .WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticMarker),
            SyntaxFactory.ParseStatement($"{name}{access}Wait(global::System.TimeSpan.FromSeconds(5));")
                .WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(statement.GetTrailingTrivia())
                .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation),
        ];
    }

    private static string FreeName(SemanticModel model, int position) =>
        Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? "result" : $"result{number}")
            .First(name => model.LookupSymbols(position, name: name).IsEmpty);
}
