using System.Composition;
using Crochet.Analyzers.Registrations;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Crochet.Analyzers;

/// <summary>CRO004: adds the member's method, property or indexer to the implementation.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddMethodFix() : ProblemFix(ProblemCatalog.MemberNotImplemented, fixesAll: false)
{
    private protected override void Register(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        var cancellationToken = context.CancellationToken;
        var node = root.FindNode(context.Span, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } registration
            || model.GetSymbolInfo(registration, cancellationToken).Symbol is not IMethodSymbol method
            || method.TypeArguments.FirstOrDefault() is not INamedTypeSymbol service
            || model.GetTypeInfo(node, cancellationToken).Type is not INamedTypeSymbol implementation)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            // Without one the class has too many methods.
            if (!diagnostic.Properties.TryGetValue(ImplementationProblems.MemberProperty, out var id))
                continue;
            var member = service.AllInterfaces.Insert(0, service)
                .SelectMany(type => type.GetMembers())
                .FirstOrDefault(one => one.OriginalDefinition.GetDocumentationCommentId() == id);
            // The class has the property but lacks one of its accessors: that is left to the author.
            if (member is null or IEventSymbol || (member is IPropertySymbol && implementation.GetMembers(member.Name).Any()))
                continue;
            var title = $"Add {implementation.ShortName()}.{member.Name}";
            context.RegisterCodeFix(CodeAction.Create(title,
                cancel => AddAsync(context.Document.Project.Solution, implementation, member, cancel), title), diagnostic);
        }
    }

    private static async Task<Solution> AddAsync(Solution solution, INamedTypeSymbol implementation, ISymbol member,
        CancellationToken cancellationToken)
    {
        var editor = SymbolEditor.Create(solution);
        await editor.EditOneDeclarationAsync(
            implementation, (document, declaration) =>
                document.AddMember(declaration, Declare(member, document.Generator)), cancellationToken).ConfigureAwait(false);
        return editor.ChangedSolution;
    }

    private static SyntaxNode Declare(ISymbol member, SyntaxGenerator generator)
    {
        SyntaxNode[] body =
            [generator.ThrowStatement(generator.ObjectCreationExpression(generator.DottedName("System.NotImplementedException")))];
        return member switch
        {
            IPropertySymbol { IsIndexer: true } indexer => generator.IndexerDeclaration(
                indexer.Parameters.Select(parameter => generator.ParameterDeclaration(parameter)),
                generator.TypeExpression(indexer.Type), Accessibility.Public, Accessors(indexer), body, body),
            IPropertySymbol property => generator.PropertyDeclaration(
                property.Name, generator.TypeExpression(property.Type), Accessibility.Public, Accessors(property), body, body),
            IMethodSymbol method => generator.MethodDeclaration(
                method.Name,
                method.Parameters.Select(parameter => generator.ParameterDeclaration(parameter)),
                method.TypeParameters.Select(parameter => parameter.Name),
                method.ReturnsVoid ? null : generator.TypeExpression(method.ReturnType),
                Accessibility.Public,
                statements: body),
            _ => throw new ArgumentOutOfRangeException(nameof(member), member.Kind, null),
        };
    }

    private static DeclarationModifiers Accessors(IPropertySymbol property) =>
        property.IsReadOnly ? DeclarationModifiers.ReadOnly : property.IsWriteOnly ? DeclarationModifiers.WriteOnly
            : DeclarationModifiers.None;
}
