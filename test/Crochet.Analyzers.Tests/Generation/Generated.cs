using Crochet.Analyzers.Generation;
using Crochet.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>Runs the generator on a source.</summary>
internal static class Generated
{
    /// <summary>The texts that are written, by their files' names. With them the source compiles without an error or a warning.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FromAsync(string source)
    {
        var project = SourceProject.Create(source).Project;
        var strict = ((CSharpCompilationOptions)project.CompilationOptions!).WithGeneralDiagnosticOption(ReportDiagnostic.Error)
            .WithWarningLevel(9999);
        var compilation = (await project.WithCompilationOptions(strict).GetCompilationAsync())!;

        var driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);

        Assert.IsEmpty(diagnostics, string.Join('\n', diagnostics));
        var complaints = updated.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.IsEmpty(complaints, string.Join('\n', complaints));
        return driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(one => one.HintName, one => one.SourceText.ToString());
    }

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ProxyGenerator()
            .AsSourceGenerator()], driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}
