using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Simplification;

namespace Crochet.Analyzers;

/// <summary>CRO001: lets the member and its implementations return EventualResult&lt;T&gt; instead of T. A T converts to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnEventualResultFix() : ProblemFix(ProblemCatalog.ReturnNotImmediate)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        var type = root.FindNode(context.Span, getInnermostNodeForTie: true);
        if (type.Parent is { } member && TypeOf(member) == type)
        {
            var title = $"Return EventualResult<{type}>";
            context.RegisterCodeFix(CodeAction.Create(title, cancel => ChangeAsync(context.Document, member, cancel), "EventualResult"),
                context.Diagnostics);
        }
    }

    private static async Task<Solution> ChangeAsync(Document document, SyntaxNode member, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var symbol = model!.GetDeclaredSymbol(member, cancellationToken)!;
        var implementations =
            await SymbolFinder.FindImplementationsAsync(symbol, solution, cancellationToken: cancellationToken).ConfigureAwait(false);

        var editor = new SolutionEditor(solution);
        foreach (var reference in implementations.Prepend(symbol).SelectMany(one => one.DeclaringSyntaxReferences))
        {
            var declaration = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            if (solution.GetDocumentId(reference.SyntaxTree) is not { } id || TypeOf(declaration) is not { } type)
                continue;
            var documentEditor = await editor.GetDocumentEditorAsync(id, cancellationToken).ConfigureAwait(false);
            documentEditor.ReplaceNode(type, EventualResultOf(type));
        }
        return editor.GetChangedSolution();
    }

    private static TypeSyntax? TypeOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        BasePropertyDeclarationSyntax property => property.Type,
        _ => null,
    };

    private static TypeSyntax EventualResultOf(TypeSyntax type) =>
        SyntaxFactory.ParseTypeName($"global::Crochet.EventualResult<{type.WithoutTrivia()}>")
            .WithTriviaFrom(type)
            .WithAdditionalAnnotations(Simplifier.Annotation);
}
