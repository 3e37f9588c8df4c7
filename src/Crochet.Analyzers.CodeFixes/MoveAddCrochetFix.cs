using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Crochet.Analyzers;

/// <summary>CRO012: moves the statement with AddCrochet behind the last registration that needs it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MoveAddCrochetFix() : ProblemFix(ProblemCatalog.RegisteredTooLate, fixesAll: false)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var (addCrochet, lastRegistration) = (diagnostic.AdditionalLocations[0], diagnostic.AdditionalLocations[1]);
            if (root.FindNode(addCrochet.SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement)
                continue;
            SyntaxNode moved = statement.Parent is GlobalStatementSyntax global ? global : statement;
            var last = root.FindNode(lastRegistration.SourceSpan).AncestorsAndSelf().FirstOrDefault(node => node.Parent == moved.Parent);
            if (last is null || last == moved)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create("Move AddCrochet last", cancel => MoveAsync(context.Document, moved, last, cancel), "MoveAddCrochet"),
                diagnostic);
        }
    }

    private static async Task<Document> MoveAsync(Document document, SyntaxNode moved, SyntaxNode last, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        editor.InsertAfter(last, moved);
        editor.RemoveNode(moved, SyntaxRemoveOptions.KeepNoTrivia);
        return editor.GetChangedDocument();
    }
}
