using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Crochet.Packaging.Tests;

/// <summary>References point one way: Loop &lt;- Proxy &lt;- AspNetCore, Orleans; Loop &lt;- Testing. The analyzers stand alone.</summary>
[TestClass]
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Crochet.Loop"] = [],
        ["Crochet.Proxy"] = ["Crochet.Loop"],
        ["Crochet.Testing"] = ["Crochet.Loop"],
        ["Crochet.AspNetCore"] = ["Crochet.Loop", "Crochet.Proxy"],
        ["Crochet.Orleans"] = ["Crochet.Loop", "Crochet.Proxy"],
        ["Crochet.Analyzers"] = [],
        ["Crochet.Analyzers.CodeFixes"] = ["Crochet.Analyzers"],
    };

    public static IEnumerable<string> Libraries => Directory.EnumerateDirectories(Path.Combine(Build.Root, "src"))
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => File.Exists(Path.Combine(Build.Root, "src", name, name + ".csproj")));

    [TestMethod]
    [DynamicData(nameof(Libraries))]
    public void Library_ReferencesOnlyWhatStandsBelowIt(string library)
    {
        var references = ReferencesOf(library);

        Assert.IsEmpty(
            references.Where(name => name.StartsWith("Crochet.", StringComparison.Ordinal)).Except(_allowed[library]).ToList());
    }

    [TestMethod]
    public void Loop_KnowsNoContainerAndNoProxies()
    {
        var foreign = ReferencesOf("Crochet.Loop").Where(name => !name.StartsWith("System.", StringComparison.Ordinal));

        CollectionAssert.AreEqual(new[] { "Microsoft.Extensions.Logging.Abstractions" }, foreign.ToArray());
    }

    private static List<string> ReferencesOf(string library)
    {
        var output = Path.Combine(Build.Root, "src", library, "bin", Build.Configuration);
        var file = Directory.EnumerateFiles(output, library + ".dll", SearchOption.AllDirectories)
            .MaxBy(File.GetLastWriteTimeUtc)!;
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
