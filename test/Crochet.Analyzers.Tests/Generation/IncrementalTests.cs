using System.Reflection;
using Crochet.Analyzers.Generation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

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
            public DateTime Read() => DateTime.UnixEpoch;

            private static int Unseen(int name) => name;
        }

        // Elsewhere
        """;

    public static IEnumerable<object[]> Elsewhere =>
    [
        ["// Elsewhere", "public sealed class Other;"],
        ["[GenerateProxy]\npublic", "\n// Moved down.\n[GenerateProxy]\npublic"],
        ["=> DateTime.UnixEpoch;", "=> DateTime.UtcNow;"],
        ["int name", "int other"],
    ];

    [TestMethod]
    public void FirstRun_MakesAll()
    {
        var run = Run(Generated.Driver(), Generated.Compile(Source)).Run;

        CollectionAssert.AreEqual(new[] { Reason.New }, Reasons(run, ProxyGenerator.InterfacesStep));
        CollectionAssert.AreEqual(new[] { Reason.New }, Reasons(run, ProxyGenerator.PairsStep));
        CollectionAssert.AreEqual(new[] { Reason.New, Reason.New }, Reasons(run, ProxyGenerator.ModelsStep));
        CollectionAssert.AreEqual(new[] { Reason.New, Reason.New }, OutputReasons(run));
    }

    [TestMethod]
    [DynamicData(nameof(Elsewhere))]
    public void EditElsewhere_RunsNothingAgain(string edit, string by)
    {
        var run = RunEdited(compilation => Replace(compilation, edit, by));

        // What the compiler looks at again comes out equal, so that nothing after it runs.
        CollectionAssert.AreEqual(new[] { Reason.Unchanged }, Reasons(run, ProxyGenerator.InterfacesStep));
        CollectionAssert.AreEqual(new[] { Reason.Unchanged }, Reasons(run, ProxyGenerator.PairsStep));
        CollectionAssert.AreEqual(new[] { Reason.Cached, Reason.Cached }, Reasons(run, ProxyGenerator.ModelsStep));
        CollectionAssert.AreEqual(new[] { Reason.Cached, Reason.Cached }, OutputReasons(run));
    }

    [TestMethod]
    public void NewFile_RunsNothingAgain()
    {
        var run = RunEdited(compilation =>
            compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("public sealed class Other { public int Value; }")));

        CollectionAssert.AreEqual(new[] { Reason.Cached, Reason.Cached }, Reasons(run, ProxyGenerator.ModelsStep));
        CollectionAssert.AreEqual(new[] { Reason.Cached, Reason.Cached }, OutputReasons(run));
    }

    [TestMethod]
    [DataRow("int Count(string name)", "long Count(string name)")]
    [DataRow("int Count(string name)", "int Count(string? name)")]
    [DataRow("int Count(string name)", "int Count(string text)")]
    public void EditOfTheInterface_WritesItsProxyAlone(string edit, string by)
    {
        var run = RunEdited(compilation => Replace(compilation, edit, by));

        CollectionAssert.AreEqual(new[] { Reason.Modified }, Reasons(run, ProxyGenerator.InterfacesStep));
        CollectionAssert.AreEqual(new[] { Reason.Unchanged }, Reasons(run, ProxyGenerator.PairsStep));
        CollectionAssert.AreEquivalent(new[] { Reason.Modified, Reason.Cached }, OutputReasons(run));
    }

    [TestMethod]
    public void EditOfTheClassOfAPair_WritesItsProxyAlone()
    {
        var run = RunEdited(compilation =>
            Replace(compilation, "DateTime Read() => DateTime", "Task<DateTime> Read() => Task.FromResult(DateTime.UnixEpoch); // "));

        CollectionAssert.AreEqual(new[] { Reason.Unchanged }, Reasons(run, ProxyGenerator.InterfacesStep));
        CollectionAssert.AreEqual(new[] { Reason.Modified }, Reasons(run, ProxyGenerator.PairsStep));
        CollectionAssert.AreEquivalent(new[] { Reason.Modified, Reason.Cached }, OutputReasons(run));
    }

    [TestMethod]
    public void Models_AreTextAlone()
    {
        var models = Run(Generated.Driver(), Generated.Compile(Source)).Run.TrackedSteps[ProxyGenerator.ModelsStep]
            .SelectMany(step => step.Outputs).Select(output => output.Value).ToList();

        Assert.HasCount(2, models);
        foreach (var model in models)
            AssertHoldsNoSymbols(model, []);
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

    private static GeneratorRunResult RunEdited(Func<Compilation, Compilation> edit)
    {
        var compilation = Generated.Compile(Source);
        return Run(Run(Generated.Driver(), compilation).Driver, edit(compilation)).Run;
    }

    private static (GeneratorDriver Driver, GeneratorRunResult Run) Run(GeneratorDriver driver, Compilation compilation)
    {
        driver = driver.RunGenerators(compilation);
        return (driver, driver.GetRunResult().Results.Single());
    }

    private static Compilation Replace(Compilation compilation, string text, string by)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.ToString().Contains(text, StringComparison.Ordinal));
        return compilation.ReplaceSyntaxTree(tree,
            tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(tree.ToString().Replace(text, by))));
    }

    private static List<Reason> Reasons(GeneratorRunResult run, string step) => Reasons(run.TrackedSteps[step]);

    private static List<Reason> OutputReasons(GeneratorRunResult run) =>
        Reasons(run.TrackedOutputSteps.SelectMany(step => step.Value));

    private static List<Reason> Reasons(IEnumerable<IncrementalGeneratorRunStep> runs) =>
        [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)];

    // A symbol would keep its whole compilation alive, and never equal the next one's.
    private static void AssertHoldsNoSymbols(object? value, HashSet<object> seen)
    {
        if (value is null or string or bool or int || !seen.Add(value))
            return;
        var type = value.GetType();
        Assert.IsFalse(
            type.Namespace!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !type.IsValueType, $"A model has a {type}.");
        if (value is System.Collections.IEnumerable items)
        {
            foreach (var item in items)
                AssertHoldsNoSymbols(item, seen);
            return;
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            AssertHoldsNoSymbols(field.GetValue(value), seen);
    }
}
