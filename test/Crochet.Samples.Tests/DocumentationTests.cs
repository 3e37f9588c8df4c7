using System.Text.RegularExpressions;

namespace Crochet.Samples.Tests;

/// <summary>What the pages show is what the compiler saw, and where they point there is something.</summary>
[TestClass]
public sealed partial class DocumentationTests
{
    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Concat(["README.md", "samples/README.md"]);

    [TestMethod]
    [DynamicData(nameof(Pages))]
    public void CodeBlock_WithSource_IsThatSource(string page)
    {
        foreach (var block in CodeBlock.In(page).Where(block => block.Source.Length > 0))
            Assert.AreEqual(SourceRegion.Read(block.Source), block.Text, $"{page}:{block.Line}");
    }

    [TestMethod]
    [DynamicData(nameof(Pages))]
    public void Link_ToAFile_FindsIt(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (Match link in RelativeLink().Matches(File.ReadAllText(Repository.PathOf(page))))
        {
            var target = Path.Combine(folder, link.Groups[1].Value);
            Assert.IsTrue(Path.Exists(target), $"{page} links to {link.Groups[1].Value}, which is not there.");
        }
    }

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("samples/README.md")]
    [DataRow("docs/from-python-crochet.md")]
    [DataRow("docs/best-practices.md")]
    [DataRow("docs/testing.md")]
    [DataRow("docs/shutdown.md")]
    [DataRow("docs/limits.md")]
    [DataRow("docs/timeouts.md")]
    [DataRow("docs/aspnetcore.md")]
    [DataRow("docs/retries.md")]
    [DataRow("docs/thread-bound.md")]
    [DataRow("docs/live-values.md")]
    [DataRow("docs/cluster.md")]
    [DataRow("docs/configuration.md")]
    public void CodeBlock_OfGuide_HasASource(string page)
    {
        foreach (var block in CodeBlock.In(page))
            Assert.AreNotEqual("", block.Source, $"{page}:{block.Line} names no source, so nothing compiles it.");
    }

    [TestMethod]
    public void Readme_ShowsInterfaceCallAndRegistrationInItsFirst40Lines()
    {
        var sources =
            CodeBlock.In("README.md").Where(block => block.Line + block.Text.Split('\n').Length < 40).Select(block => block.Source);

        CollectionAssert.IsSubsetOf(
            new[] { "samples/BlockingDns/Program.cs#interface", "samples/BlockingDns/Program.cs#call",
                "samples/BlockingDns/Program.cs#registration" },
            sources.ToList());
    }

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex RelativeLink();
}
