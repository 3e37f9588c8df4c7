using System.Reflection;
using System.Text;
using Crochet.Analyzers.Generation;
using Crochet.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis.Text;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>
/// Each folder in Snapshots has interfaces, and beside them the text that is written for them. With CROCHET_WRITE_SNAPSHOTS=1 in the
/// environment a wanted change is written to the files.
/// </summary>
[TestClass]
public sealed class SnapshotTests
{
    private const string Written = "*.g.cs";

    private static readonly string _snapshots = Path.Combine(
        typeof(SnapshotTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "test", "Crochet.Analyzers.Tests", "Generation", "Snapshots");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(_snapshots).Select(folder => Path.GetFileName(folder));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Interface_IsWrittenAsInItsFolder(string name)
    {
        var folder = Path.Combine(_snapshots, name);
        var source = await File.ReadAllTextAsync(Path.Combine(folder, "Interface.cs"));
        var test = new GeneratorTest(source);
        if (Environment.GetEnvironmentVariable("CROCHET_WRITE_SNAPSHOTS") == "1")
            await WriteAsync(folder, source);
        foreach (var file in Directory.EnumerateFiles(folder, Written))
        {
            test.TestState.GeneratedSources.Add(
                (typeof(ProxyGenerator), Path.GetFileName(file), SourceText.From(await File.ReadAllTextAsync(file), Encoding.UTF8)));
        }

        await test.RunAsync();
    }

    private static async Task WriteAsync(string folder, string source)
    {
        foreach (var file in Directory.EnumerateFiles(folder, Written))
            File.Delete(file);
        foreach (var (file, text) in Generated.From(source))
            await File.WriteAllTextAsync(Path.Combine(folder, file), text);
    }
}
