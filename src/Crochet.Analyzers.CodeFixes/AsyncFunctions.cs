using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Crochet.Analyzers;

internal static class AsyncFunctions
{
    /// <summary>Uses plain trivia, because the formatter moves nodes with elastic trivia.</summary>
    public static AwaitExpressionSyntax Await(this ExpressionSyntax awaited) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxFactory.TriviaList(), SyntaxKind.AwaitKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)),
        awaited.WithoutTrivia());

    /// <summary>Whether an await is allowed here: in an async function, or in top-level statements.</summary>
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
