using System.IO.Compression;
using System.Xml.Linq;

namespace Crochet.Packaging.Tests;

[TestClass]
public sealed class PackageTests
{
    [TestMethod]
    [DataRow("Crochet.Loop")]
    [DataRow("Crochet.Proxy")]
    [DataRow("Crochet.AspNetCore")]
    [DataRow("Crochet.Testing")]
    public void Package_HoldsLibraryDocsReadmeAndIcon(string library)
    {
        var files = FilesOf($"{library}.{Build.Version}.nupkg");

        CollectionAssert.IsSubsetOf(new[] { $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml", "README.md", "icon.png" }, files);
        CollectionAssert.Contains(FilesOf($"{library}.{Build.Version}.snupkg"), $"lib/net10.0/{library}.pdb");
    }

    [TestMethod]
    [DataRow("Crochet.Loop", false)]
    [DataRow("Crochet.Proxy", true)]
    [DataRow("Crochet.AspNetCore", false)]
    [DataRow("Crochet.Testing", false)]
    public void Package_HoldsTheAnalyzer_WhereMarksAre(string library, bool expected)
    {
        var analyzers = FilesOf($"{library}.{Build.Version}.nupkg").Where(
            file => file.StartsWith("analyzers/", StringComparison.Ordinal)).Order().ToList();

        string[] both = ["analyzers/dotnet/cs/Crochet.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/Crochet.Analyzers.dll"];
        CollectionAssert.AreEqual(expected ? both : [], analyzers);
    }

    [TestMethod]
    [DataRow("Crochet.Loop")]
    [DataRow("Crochet.Proxy")]
    [DataRow("Crochet.AspNetCore")]
    [DataRow("Crochet.Testing")]
    public void Package_SaysWhatItIs(string library)
    {
        var metadata = MetadataOf(library);

        Assert.AreEqual(library, metadata["id"]);
        Assert.AreEqual("MIT", metadata["license"]);
        Assert.AreEqual("README.md", metadata["readme"]);
        Assert.AreEqual("icon.png", metadata["icon"]);
        Assert.IsNotEmpty(metadata["tags"]);
        Assert.IsNotEmpty(metadata["description"]);
    }

    [TestMethod]
    [DataRow("Crochet.Loop")]
    [DataRow("Crochet.Proxy")]
    [DataRow("Crochet.AspNetCore")]
    [DataRow("Crochet.Testing")]
    public void Readme_IsTheRepositorysWithoutLinksThatLeadNowhere(string library)
    {
        using var package = Open($"{library}.{Build.Version}.nupkg");
        using var reader = new StreamReader(package.GetEntry("README.md")!.Open());

        var readme = reader.ReadToEnd();

        Assert.Contains("services.AddCrochet().AddProxied<IDns, SystemDns>();", readme);
        Assert.Contains("Guides (`docs/README.md` in the repository)", readme);
        Assert.DoesNotMatchRegex(@"\]\((?!https?:)", readme);
    }

    [TestMethod]
    [DataRow("Crochet.Proxy", "Crochet.Loop")]
    [DataRow("Crochet.AspNetCore", "Crochet.Proxy")]
    [DataRow("Crochet.Testing", "Crochet.Loop")]
    public void Package_GoesWithItsOwnVersionOfWhatItIsBuiltOn(string library, string below)
    {
        using var package = Open($"{library}.{Build.Version}.nupkg");
        using var nuspec = package.GetEntry($"{library}.nuspec")!.Open();

        var dependency = XDocument.Load(nuspec).Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == below);

        Assert.AreEqual($"[{Build.Version}]", dependency.Attribute("version")!.Value);
    }

    private static ZipArchive Open(string package) => ZipFile.OpenRead(Path.Combine(PackedLibraries.Folder, package));

    private static List<string> FilesOf(string package)
    {
        using var archive = Open(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private static Dictionary<string, string> MetadataOf(string library)
    {
        using var package = Open($"{library}.{Build.Version}.nupkg");
        using var nuspec = package.GetEntry($"{library}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements()
            .Where(element => !element.HasElements)
            .ToDictionary(element => element.Name.LocalName, element => element.Value);
    }
}
