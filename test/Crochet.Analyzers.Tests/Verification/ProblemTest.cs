using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Testing.Model;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>The analyzer on one source. Markup says what it finds: {|CRO001:text|}.</summary>
internal sealed class ProblemTest : CSharpAnalyzerTest<CrochetAnalyzer, DefaultVerifier>
{
    private readonly List<Diagnostic> _found = [];

    public ProblemTest(string source)
    {
        ReferenceAssemblies = SourceProject.NoPackages;
        MarkupOptions = MarkupOptions.UseFirstDescriptor | MarkupOptions.TreatPositionIndicatorsAsCode;
        // It would double the time of every test.
        TestBehaviors = TestBehaviors.SkipSuppressionCheck;
        DiagnosticVerifier = (problem, _, _) => _found.Add(problem);
        SourceProject.Add(TestState, source);
    }

    /// <summary>What the analyzer found where it was expected, once the test has run.</summary>
    public IReadOnlyList<Diagnostic> Found => _found;

    /// <summary>What was analyzed, once the test has run.</summary>
    public Compilation? Compilation { get; private set; }

    /// <summary>What the analyzer and the compiler find in a source without markup, in the order of the text.</summary>
    public async Task<IReadOnlyList<Diagnostic>> FindAsync()
    {
        var project = await CreateProjectAsync();
        var found = await GetSortedDiagnosticsAsync(
            project.Solution, [.. GetDiagnosticAnalyzers()], [], CompilerDiagnostics, Verify, CancellationToken.None);
        return [.. found.Select(one => one.diagnostic)];
    }

    /// <summary>A source without markup, compiled; the analyzer is not asked.</summary>
    public async Task<Compilation> CompileAsync() => (await (await CreateProjectAsync()).GetCompilationAsync())!;

    protected override string DefaultTestProjectName => SourceProject.Name;

    protected override async Task<Project> CreateProjectImplAsync(
        EvaluatedProjectState primary, ImmutableArray<EvaluatedProjectState> additional, CancellationToken cancellationToken) =>
        await SourceProject.WithOptionsAsync(await base.CreateProjectImplAsync(primary, additional, cancellationToken));

    protected override async Task<(Compilation compilation, ImmutableArray<Diagnostic> generatorDiagnostics)> GetProjectCompilationAsync(
        Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        var result = await base.GetProjectCompilationAsync(project, verifier, cancellationToken);
        Compilation ??= result.compilation;
        return result;
    }

    private Task<Project> CreateProjectAsync() => CreateProjectAsync(new(TestState, ReferenceAssemblies), [], CancellationToken.None);
}
