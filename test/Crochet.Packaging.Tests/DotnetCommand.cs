using System.Diagnostics;

namespace Crochet.Packaging.Tests;

/// <summary>Runs the SDK as a user does, in a process of its own.</summary>
internal static class DotnetCommand
{
    /// <summary>A restore and a build on a machine that does much else; it ends a test that hangs.</summary>
    private static readonly TimeSpan _hangGuard = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(4);

    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test run's own build and language are not the user's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";

        using var process = Process.Start(start)!;
        using var hangGuard = new CancellationTokenSource(_hangGuard);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(hangGuard.Token);
            var error = process.StandardError.ReadToEndAsync(hangGuard.Token);
            await process.WaitForExitAsync(hangGuard.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
