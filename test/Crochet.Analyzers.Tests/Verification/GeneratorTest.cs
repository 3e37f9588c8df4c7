using System.Collections.Immutable;
using Crochet.Analyzers.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Testing.Model;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>The generator on one source: it writes the files that the test expects, and with them all compiles without a warning.</summary>
internal sealed class GeneratorTest : CSharpSourceGeneratorTest<ProxyGenerator, DefaultVerifier>
{
    public GeneratorTest(string source)
    {
        ReferenceAssemblies = SourceProject.NoPackages;
        CompilerDiagnostics = CompilerDiagnostics.Warnings;
        SourceProject.Add(TestState, source);
        // Comments are not asked for.
        TestState.DocumentationMode = DocumentationMode.Parse;
    }

    protected override string DefaultTestProjectName => SourceProject.Name;

    protected override async Task<Project> CreateProjectImplAsync(
        EvaluatedProjectState primary, ImmutableArray<EvaluatedProjectState> additional, CancellationToken cancellationToken) =>
        await SourceProject.WithOptionsAsync(await base.CreateProjectImplAsync(primary, additional, cancellationToken));
}
