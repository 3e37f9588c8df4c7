using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>A project of one file, which sees all that this test project sees.</summary>
internal static class SourceProject
{
    public const string FileName = "Source.cs";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Crochet;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(
            path => MetadataReference.CreateFromFile(path))];

    public static Document Create(string source, string assemblyName = "Source")
    {
        var options = new CSharpCompilationOptions(
            IsProgram(source) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            allowUnsafe: true);
        return new AdhocWorkspace()
            .AddProject(assemblyName, LanguageNames.CSharp)
            .WithCompilationOptions(options)
            .WithMetadataReferences(_references)
            .AddDocument("Usings.cs", Usings).Project
            .AddDocument(FileName, source);
    }

    /// <summary>What the compiler refuses, and what the analyzer finds, in the order of the text.</summary>
    public static async Task<(IReadOnlyList<Diagnostic> Errors, IReadOnlyList<Diagnostic> Problems)> AnalyzeAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var withAnalyzer = compilation.WithAnalyzers([new CrochetAnalyzer()], new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, onAnalyzerException: (exception, _, _) => throw exception,
            concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var problems = await withAnalyzer.GetAnalyzerDiagnosticsAsync();
        return (
            [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)],
            [.. problems.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)]);
    }

    private static bool IsProgram(string source) =>
        CSharpSyntaxTree.ParseText(source).GetRoot().ChildNodes().Any(node => node.IsKind(SyntaxKind.GlobalStatement));
}
