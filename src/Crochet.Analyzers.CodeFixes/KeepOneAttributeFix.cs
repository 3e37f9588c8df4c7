using System.Composition;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Crochet.Analyzers;

/// <summary>CRO003: drops one of the two attributes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class KeepOneAttributeFix() : ProblemFix(ProblemCatalog.BothAttributes)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (root.FindNode(context.Span) is not AttributeSyntax { Parent.Parent: { } owner } runInReactor)
            return;
        Register("Keep [WaitFor]", runInReactor);
        if (owner.ChildNodes().OfType<AttributeListSyntax>().SelectMany(list => list.Attributes).FirstOrDefault(IsWaitFor) is { } waitFor)
            Register("Keep [RunInReactor]", waitFor);

        void Register(string title, AttributeSyntax dropped) => context.RegisterCodeFix(
            CodeAction.Create(title, cancel => dropped.RemoveAsync(context.Document, cancel), title), context.Diagnostics);
    }

    private static bool IsWaitFor(AttributeSyntax attribute) =>
        attribute.Name.ToString().Split('.').Last() is "WaitFor" or "WaitForAttribute";
}
