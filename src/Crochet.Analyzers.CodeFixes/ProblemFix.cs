using System.Collections.Immutable;
using Crochet.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Crochet.Analyzers;

/// <summary>Offers a way out of some kinds of problems.</summary>
public abstract class ProblemFix : CodeFixProvider
{
    private readonly FixAllProvider? _fixAll;

    private protected ProblemFix(ProblemDescriptor problem, bool fixesAll = true)
        : this([problem], fixesAll)
    {
    }

    private protected ProblemFix(ProblemDescriptor[] problems, bool fixesAll = true)
    {
        FixableDiagnosticIds = [.. problems.Select(problem => problem.Id)];
        _fixAll = fixesAll ? WellKnownFixAllProviders.BatchFixer : null;
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => _fixAll;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is not null && model is not null)
            Register(context, root, model);
    }

    private protected abstract void Register(CodeFixContext context, SyntaxNode root, SemanticModel model);
}
