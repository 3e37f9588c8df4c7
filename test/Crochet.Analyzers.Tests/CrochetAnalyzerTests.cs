using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace Crochet.Analyzers.Tests;

[TestClass]
public sealed class CrochetAnalyzerTests
{
    [TestMethod]
    public async Task Compilation_WithoutCrochet_CostsNothing()
    {
        var telemetry = await TelemetryAsync(typeof(object));

        Assert.AreEqual(1, telemetry.CompilationStartActionsCount);
        Assert.AreEqual(0, telemetry.SymbolActionsCount + telemetry.OperationActionsCount + telemetry.CompilationEndActionsCount);
    }

    [TestMethod]
    public async Task Compilation_WithCrochet_IsLookedAtConcurrently()
    {
        var telemetry = await TelemetryAsync(typeof(object), typeof(EventLoop), typeof(CrochetProxy));

        Assert.IsGreaterThan(0, telemetry.OperationActionsCount);
        Assert.IsTrue(telemetry.Concurrent);
    }

    [TestMethod]
    public void Analyzer_StandsAlone()
    {
        var references = typeof(CrochetAnalyzer).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        CollectionAssert.IsSubsetOf(
            references.ToList(),
            new[] { "netstandard", "System.Collections.Immutable", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp" });
    }

    private static async Task<AnalyzerTelemetryInfo> TelemetryAsync(params Type[] references)
    {
        var compilation = CSharpCompilation.Create(
            "Source",
            [CSharpSyntaxTree.ParseText("public interface IService { int Get(); }")],
            references.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)));
        var analyzer = new CrochetAnalyzer();
        var withAnalyzer = compilation.WithAnalyzers([analyzer]);
        await withAnalyzer.GetAnalyzerDiagnosticsAsync();
        return await withAnalyzer.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);
    }
}
