namespace Crochet.Packaging.Tests;

/// <summary>The packages, made once for all tests from what was built with them.</summary>
[TestClass]
public static class PackedLibraries
{
    /// <summary>Outside the repository, so that nothing of it reaches in.</summary>
    internal static string Workspace { get; } = Directory.CreateTempSubdirectory("crochet-packaging-").FullName;
    internal static string Folder { get; } = Path.Combine(Workspace, "packages");

    [AssemblyInitialize]
    public static async Task PackAsync(TestContext _)
    {
        foreach (var library in new[] { "Crochet.Loop", "Crochet.Proxy", "Crochet.AspNetCore", "Crochet.Testing" })
        {
            var (exitCode, output) = await DotnetCommand.RunAsync(
                Build.Root, "pack", Path.Combine("src", library), "--no-build", "-c", Build.Configuration, "-o", Folder);
            Assert.AreEqual(0, exitCode, output);
        }
    }

    [AssemblyCleanup]
    public static void Delete() => Directory.Delete(Workspace, recursive: true);
}
