using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Crochet.Analyzers;

internal static class AttributeRemoval
{
    /// <summary>The document without the attribute, and without its brackets if they would be empty.</summary>
    public static async Task<Document> RemoveAsync(this AttributeSyntax attribute, Document document, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var owner = attribute.Parent!.Parent!;
        SyntaxNode dropped = attribute.Parent is AttributeListSyntax { Attributes.Count: 1 } list ? list : attribute;
        editor.ReplaceNode(owner, owner.RemoveNode(dropped, SyntaxRemoveOptions.KeepNoTrivia)!.WithLeadingTrivia(owner.GetLeadingTrivia()));
        return editor.GetChangedDocument();
    }
}
