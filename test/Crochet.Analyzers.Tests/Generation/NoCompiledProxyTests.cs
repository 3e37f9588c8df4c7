using System.Diagnostics.CodeAnalysis;
using Crochet.Analyzers.Tests.Documentation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Tests.Generation;

[TestClass]
public sealed class NoCompiledProxyTests
{
    private const string Pair = """
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            string Evaluate(string script);
        }

        public sealed class Engine
        {
            public string Evaluate(string script) => script;
        }

        public static class Startup
        {
            public static object Make() => CrochetProxy.Create<IEngine>(new Engine());
        }
        """;

    [TestMethod]
    [DataRow("PublishAot")]
    [DataRow("PublishTrimmed")]
    public async Task Registration_WhereNoCodeIsGenerated_IsToldAsThePageSays(string property)
    {
        var page = RulePage.Read("CRO028");

        var problem = Assert.ContainsSingle(await ProblemsAsync(page.Flagged, $"build_property.{property} = true"));

        Assert.AreEqual(page.Message, problem.GetMessage(null));
        Assert.EndsWith("// CRO028", page.Flagged.Split('\n')[problem.Location.GetLineSpan().StartLinePosition.Line]);
    }

    [TestMethod]
    [DataRow("build_property.PublishAot = false")]
    [DataRow("build_property.Other = true")]
    public async Task Registration_Elsewhere_IsClean(string option) =>
        Assert.IsEmpty(await ProblemsAsync(RulePage.Read("CRO028").Flagged, option));

    [TestMethod]
    public async Task CompiledProxy_OnTheInterfaceOrForThePair_IsClean()
    {
        Assert.IsEmpty(await ProblemsAsync(RulePage.Read("CRO028").Fixed, "build_property.PublishAot = true"));
        Assert.IsEmpty(await ProblemsAsync(Pair, "build_property.PublishAot = true"));
    }

    [TestMethod]
    public async Task PairOfOneClass_DoesNotServeAnother()
    {
        var source = Pair.Replace("new Engine()", "new OtherEngine()") + """
            public sealed class OtherEngine
            {
                public string Evaluate(string script) => script;
            }
            """;

        Assert.AreEqual("CRO028", Assert.ContainsSingle(await ProblemsAsync(source, "build_property.PublishAot = true")).Id);
    }

    [TestMethod]
    public async Task PairOfAClass_ServesItsHeirs() => Assert.IsEmpty(await ProblemsAsync(
        Pair.Replace("new Engine()", "new Heir()").Replace("sealed class Engine", "class Engine") + "public sealed class Heir : Engine;",
        "build_property.PublishAot = true"));

    [TestMethod]
    public async Task PairOfAClassThatImplementsTheInterface_ServesAllThatDo() => Assert.IsEmpty(await ProblemsAsync(
        Pair.Replace("new Engine()", "new OtherEngine()").Replace("class Engine", "class Engine : IEngine") + """
            public sealed class OtherEngine : IEngine
            {
                public string Evaluate(string script) => script;
            }
            """,
        "build_property.PublishAot = true"));

    [TestMethod]
    public async Task ProxyOfTheInterface_DoesNotServeAClassThatOnlyMatchesIt()
    {
        var source = Pair.Replace("[assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]", "[GenerateProxy]");

        Assert.AreEqual("CRO028", Assert.ContainsSingle(await ProblemsAsync(source, "build_property.PublishAot = true")).Id);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task InterfaceOfALibrary_IsCompiledWhereTheLibraryHasTheProxy(bool hasProxy)
    {
        var library = Generated.Compile("[GenerateProxy] public interface IEngine { [WaitFor(5)] int Get(); }").WithAssemblyName("Library");
        if (hasProxy)
            Generated.Driver().RunGeneratorsAndUpdateCompilation(library, out library, out _);
        var program = Generated.Compile("""
            public sealed class Engine : IEngine
            {
                public int Get() => 1;
            }

            public static class Startup
            {
                public static object Make() => CrochetProxy.Create<IEngine>(new Engine());
            }
            """).AddReferences(library.ToMetadataReference());

        var problems = await ProblemsAsync(program, "build_property.PublishAot = true");

        CollectionAssert.AreEqual(hasProxy ? Array.Empty<string>() : ["CRO028"], problems.Select(problem => problem.Id).ToList());
    }

    private static Task<IReadOnlyList<Diagnostic>> ProblemsAsync(string source, string option) =>
        ProblemsAsync(Generated.Compile(source), option);

    private static async Task<IReadOnlyList<Diagnostic>> ProblemsAsync(Compilation compilation, string option)
    {
        var analyzed = compilation.WithAnalyzers(
            [new CrochetAnalyzer()], new AnalyzerOptions([], new BuildProperties(option)));
        return await analyzed.GetAnalyzerDiagnosticsAsync();
    }

    /// <summary>One property that the build makes visible to analyzers.</summary>
    private sealed class BuildProperties(string option) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(option.Split(" = "));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string[] option) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == option[0] ? option[1] : null;
                return value is not null;
            }
        }
    }
}
