using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Testing.Model;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>
/// The fix of that title turns one source into another, in steps and for all problems of the file at once. Markup says what the analyzer
/// finds in them.
/// </summary>
internal sealed class FixTest<TFix> : CSharpCodeFixTest<CrochetAnalyzer, TFix, DefaultVerifier> where TFix : CodeFixProvider, new()
{
    private readonly string _title;

    public FixTest(string title, string source, string expected)
    {
        _title = title;
        ReferenceAssemblies = SourceProject.NoPackages;
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
        TestBehaviors = TestBehaviors.SkipSuppressionCheck;
        // The project and the solution have no other file.
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
        SourceProject.Add(TestState, source);
        SourceProject.Add(FixedState, expected);
        FixedState.MarkupHandling = MarkupMode.Allow;
    }

    protected override string DefaultTestProjectName => SourceProject.Name;

    protected override async Task<Project> CreateProjectImplAsync(
        EvaluatedProjectState primary, ImmutableArray<EvaluatedProjectState> additional, CancellationToken cancellationToken) =>
        await SourceProject.WithOptionsAsync(await base.CreateProjectImplAsync(primary, additional, cancellationToken));

    protected override ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions) =>
        [.. base.FilterCodeActions(actions).Where(action => action.Title == _title)];
}
