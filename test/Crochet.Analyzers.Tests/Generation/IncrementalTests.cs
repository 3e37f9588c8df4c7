using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Crochet.Analyzers.Tests.Generation;

[TestClass]
public sealed class IncrementalTests
{
    private const string Source = """
        [assembly: GenerateProxy(typeof(IClock), typeof(Clock))]

        [GenerateProxy]
        public interface IOrders
        {
            [WaitFor(seconds: 5)]
            int Count(string name);
        }

        public interface IClock
        {
            [WaitFor(seconds: 5)]
            DateTime Read();
        }

        public sealed class Clock
        {
            public DateTime Read() => default;
        }
        """;

    [TestMethod]
    public void EditElsewhere_WritesNothingAgain()
    {
        var (first, second) = Run(Source, compilation =>
            compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("public sealed class Other { public int Value; }")));

        CollectionAssert.AreEqual(new[] { IncrementalStepRunReason.New, IncrementalStepRunReason.New }, first);
        CollectionAssert.AreEqual(new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached }, second);
    }

    [TestMethod]
    public void EditAboveTheInterface_WritesNothingAgain()
    {
        var (_, second) = Run(Source, compilation =>
            Replace(compilation, "[GenerateProxy]", "\n// Moved down.\n[GenerateProxy]"));

        CollectionAssert.AreEqual(new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached }, second);
    }

    [TestMethod]
    public void EditOfTheInterface_WritesItsProxyAlone()
    {
        var (_, second) = Run(Source, compilation => Replace(compilation, "int Count(string name)", "long Count(string name)"));

        CollectionAssert.AreEquivalent(new[] { IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached }, second);
    }

    [TestMethod]
    public void SameSource_SameText()
    {
        Assert.AreEqual(
            string.Concat(Generated.From(Source).Values),
            string.Concat(Generated.From(Source).Values));
    }

    [TestMethod]
    public void AskedForTwice_WrittenOnce()
    {
        var texts = Generated.From("""
            [assembly: GenerateProxy(typeof(IOrders), typeof(Orders))]
            [assembly: GenerateProxy(typeof(IOrders), typeof(Orders))]

            [GenerateProxy]
            public partial interface IOrders
            {
                [WaitFor(seconds: 5)]
                int Count();
            }

            [GenerateProxy]
            public partial interface IOrders;

            public sealed class Orders : IOrders
            {
                public int Count() => 1;
            }
            """);

        Assert.ContainsSingle(texts);
    }

    private static (List<IncrementalStepRunReason> First, List<IncrementalStepRunReason> Second) Run(
        string source, Func<Compilation, Compilation> edit)
    {
        var compilation = Generated.Compile(source);
        var driver = Generated.Driver().RunGenerators(compilation);
        var first = Reasons(driver);
        return (first, Reasons(driver.RunGenerators(edit(compilation))));
    }

    private static Compilation Replace(Compilation compilation, string text, string by)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.ToString().Contains(text, StringComparison.Ordinal));
        return compilation.ReplaceSyntaxTree(tree,
            tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(tree.ToString().Replace(text, by))));
    }

    private static List<IncrementalStepRunReason> Reasons(GeneratorDriver driver) =>
        [.. driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value)
            .SelectMany(run => run.Outputs).Select(output => output.Reason)];
}
