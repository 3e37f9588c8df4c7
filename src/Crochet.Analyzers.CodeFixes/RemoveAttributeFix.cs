using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Crochet.Analyzers;

/// <summary>CRO019, CRO020, CRO022 and CRO026: removes the attribute that cannot be there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveAttributeFix() : ProblemFix(
    [ProblemCatalog.SeveralLoopKeys, ProblemCatalog.CallbackNotCallable, ProblemCatalog.OnEveryLoopWithKey,
        ProblemCatalog.PrefetchWithoutStream])
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span) is not AttributeSyntax attribute)
            return;
        var title = $"Remove [{attribute.Name.ToString().Split('.').Last()}]";
        context.RegisterCodeFix(
            CodeAction.Create(title, cancel => attribute.RemoveAsync(context.Document, cancel), "RemoveAttribute"), context.Diagnostics);
    }
}
