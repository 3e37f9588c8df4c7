using System.Text.RegularExpressions;
using Crochet.Analyzers.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>Runs the generator on a source.</summary>
internal static partial class Generated
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Crochet;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    // Shared, so that each file is read once for all tests.
    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(
            path => MetadataReference.CreateFromFile(path))];

    /// <summary>The texts that are written, by their files' names. With them the source compiles without an error or a warning.</summary>
    public static IReadOnlyDictionary<string, string> From(string source) => From(Compile(source));

    /// <summary>The same of more than one source.</summary>
    public static IReadOnlyDictionary<string, string> From(Compilation compilation)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);

        Assert.IsEmpty(diagnostics, string.Join('\n', diagnostics));
        var complaints = updated.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.IsEmpty(complaints, string.Join('\n', complaints));
        return driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(one => one.HintName, one => one.SourceText.ToString());
    }

    /// <summary>With warnings as errors, as strict users compile.</summary>
    public static Compilation Compile(string source) => CSharpCompilation.Create(
        "Source",
        [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(source, path: "Source.cs")],
        _references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999));

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ProxyGenerator().AsSourceGenerator()],
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The source in a text that says where problems are expected: {|CRO025:here|}.</summary>
    public static string WithoutMarkup(string text) => Markup().Replace(text, "");

    [GeneratedRegex(@"\{\|CRO\d+:|\|\}")]
    private static partial Regex Markup();
}
