using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>This program again, in a process of its own, for what can be measured only in a fresh one.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>The first argument of a child's command line.</summary>
    public const string Marker = "--child";
    public const string Cold = "cold";
    public const string ColdCompiled = "cold-compiled";
    public const string Pool = "pool";
    public const string Serve = "serve";
    public const string Calls = "calls";

    private readonly Process _process;

    private ChildProcess(params string[] arguments)
    {
        var self = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] program = isHost ? [typeof(ChildProcess).Assembly.Location, Marker] : [Marker];
        _process = Process.Start(new ProcessStartInfo(self, [.. program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Starts a child that lives until it is disposed of.</summary>
    public static ChildProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Runs a child to its end for the one line that it prints.</summary>
    public static string Ask(params string[] arguments)
    {
        using var child = new ChildProcess(arguments);
        return child.ReadLine();
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public string ReadLine() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException(
            $"The child process ended without an answer: {string.Join(' ', _process.StartInfo.ArgumentList)}");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
