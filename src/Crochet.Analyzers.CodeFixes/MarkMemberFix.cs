using System.Composition;
using Crochet.Analyzers.Registrations;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Crochet.Analyzers;

/// <summary>CRO024: marks the member of the interface, an event as a callback.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkMemberFix() : ProblemFix(ProblemCatalog.UnmarkedOfThreadBound, fixesAll: false)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties[ImplementationProblems.MemberProperty] is not { } id
                || DocumentationCommentId.GetFirstSymbolForDeclarationId(id, model.Compilation) is not { } member
                || member.DeclaringSyntaxReferences.IsEmpty)
            {
                continue;
            }
            var mark = member is IEventSymbol ? "[Callback]" : "[WaitFor(seconds: 5)]";
            var title = $"Mark {member.ShortName()} {mark}";
            context.RegisterCodeFix(CodeAction.Create(title, cancel => MarkAsync(context.Document.Project.Solution, member, cancel), title),
                diagnostic);
        }
    }

    private static async Task<Solution> MarkAsync(Solution solution, ISymbol member, CancellationToken cancellationToken)
    {
        var editor = SymbolEditor.Create(solution);
        await editor.EditOneDeclarationAsync(
            member,
            (document, declaration) => document.AddAttribute(DeclarationOf(declaration, document.Generator), MarkOf(member)),
            cancellationToken).ConfigureAwait(false);
        return editor.ChangedSolution;
    }

    /// <summary>An event's symbol is one of the variables of its declaration.</summary>
    private static SyntaxNode DeclarationOf(SyntaxNode node, SyntaxGenerator generator) =>
        node.AncestorsAndSelf().First(ancestor => generator.GetDeclarationKind(ancestor) is
            DeclarationKind.Event or DeclarationKind.CustomEvent or DeclarationKind.Method
            or DeclarationKind.Property or DeclarationKind.Indexer);

    private static AttributeSyntax MarkOf(ISymbol member)
    {
        var name = SyntaxFactory.ParseName(member is IEventSymbol ? "global::Crochet.Callback" : "global::Crochet.WaitFor");
        return SyntaxFactory.Attribute(
            name.WithAdditionalAnnotations(Simplifier.Annotation),
            member is IEventSymbol ? null : SyntaxFactory.ParseAttributeArgumentList("(seconds: 5)"));
    }
}
