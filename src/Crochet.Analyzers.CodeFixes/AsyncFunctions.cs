using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Crochet.Analyzers;

internal static class AsyncFunctions
{
    /// <summary>With plain trivia, since the formatter moves what has elastic ones.</summary>
    public static AwaitExpressionSyntax Await(this ExpressionSyntax awaited) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxFactory.TriviaList(), SyntaxKind.AwaitKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)),
        awaited.WithoutTrivia());

    /// <summary>Whether an await may stand here: the nearest function is async, or the file's own statements are meant.</summary>
    public static bool IsInAsyncFunction(this SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MemberDeclarationSyntax member:
                    return member is GlobalStatementSyntax || member.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }
        return false;
    }
}
