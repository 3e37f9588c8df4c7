using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Crochet.Samples.Tests;

/// <summary>The sample that is compiled natively, with the linker of this machine.</summary>
[TestClass]
public sealed partial class NativeTests
{
    /// <summary>What the native compiler and the linker may take on a busy machine.</summary>
    private static readonly TimeSpan _longestPublishing = TimeSpan.FromMinutes(10);

    private static readonly string[] _linkers = ["clang", "gcc"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Publish_Natively_GivesNoWarningAndAProgramThatCalls()
    {
        if (Linker() is not { } linker)
        {
            Assert.Inconclusive("There is no clang or gcc with zlib here, so that the Native sample is not published.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("crochet-native-").FullName;
        try
        {
            var (published, log) = await RunAsync(
                "dotnet", "publish", Repository.PathOf("samples/Native/Native.csproj"), "--output", folder,
                $"-p:CppCompilerAndLinker={linker}", "-p:UseSharedCompilation=false", "-nodeReuse:false", "-warnaserror", "-v:m");
            Assert.AreEqual(0, published, log);
            Assert.DoesNotContain("warning IL", log);
            var (exitCode, output) = await RunAsync(Path.Combine(folder, "Native"));

            TestContext.WriteLine(output);
            Assert.AreEqual(0, exitCode, output);
            StringAssert.Matches(output, FirstCall());
            Assert.AreEqual(
                """
                Average of 2: 20.25 degrees.
                Reading: 21 degrees.
                Reading: 21.5 degrees.
                Reading: 22 degrees.
                It was warm at 21 degrees.
                Letters: 11, and 11 were reported.
                """,
                string.Join('\n', output.TrimEnd().ReplaceLineEndings("\n").Split('\n').Skip(1)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The first that there is; clang may have its version in its name alone.</summary>
    private static string? Linker()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/include/zlib.h"))
            return null;
        var programs = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles)
            .Select(Path.GetFileName)
            .ToHashSet();
        return Array.Find(_linkers, programs.Contains)
            ?? programs.Where(name => VersionedClang().IsMatch(name!))
                .MaxBy(name => int.Parse(name!["clang-".Length..], CultureInfo.InvariantCulture));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync())
            .WaitAsync(_longestPublishing);
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    [GeneratedRegex(@"^First call: \d+\.\d ms, 20 degrees\.")]
    private static partial Regex FirstCall();

    [GeneratedRegex(@"^clang-\d+$")]
    private static partial Regex VersionedClang();
}
