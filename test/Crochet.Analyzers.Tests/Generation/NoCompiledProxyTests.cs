using Crochet.Analyzers.Tests.Documentation;
using Crochet.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

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

    private static async Task<IReadOnlyList<Diagnostic>> ProblemsAsync(string source, string option)
    {
        var project = SourceProject.Create(source).Project
            .AddAnalyzerConfigDocument(".globalconfig", SourceText.From($"is_global = true\n{option}\n"), filePath: "/.globalconfig").Project;
        var (errors, problems) = await SourceProject.AnalyzeAsync(project);
        Assert.IsEmpty(errors, string.Join('\n', errors));
        return problems;
    }
}
