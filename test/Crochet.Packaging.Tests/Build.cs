using System.Reflection;

namespace Crochet.Packaging.Tests;

/// <summary>What was built, from where and how.</summary>
internal static class Build
{
    public static string Root { get; } = Metadata("RepositoryRoot");
    public static string Configuration { get; } = Metadata("Configuration");
    public static string Version { get; } = Metadata("Version");
    public static string ExtensionsVersion { get; } = Metadata("ExtensionsVersion");

    private static string Metadata(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
