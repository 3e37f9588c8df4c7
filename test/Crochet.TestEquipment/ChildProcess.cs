using System.Diagnostics;
using System.Runtime.InteropServices;
using Crochet.Scenarios;

namespace Crochet.Tests;

/// <summary>One scenario of Crochet.TestProcess in a process of its own.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ChildProcess(Delegate scenario)
    {
        _process = Process.Start(StartInfo(scenario))!;
        _process.StandardInput.Close();
        _error = _process.StandardError.ReadToEndAsync();
    }

    public sealed record Exit(int Code, string Output, string Error);

    public static Exit Run(Delegate scenario)
    {
        using var child = new ChildProcess(scenario);
        return child.WaitForExit();
    }

    public static ChildProcess Start(Delegate scenario) => new(scenario);

    public static ProcessStartInfo StartInfo(Delegate scenario)
    {
        var program = typeof(ExitScenarios).Assembly.Location;
        return new ProcessStartInfo(Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet")
        {
            ArgumentList = { program, $"{scenario.Method.DeclaringType!.Name}.{scenario.Method.Name}" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    public string? ReadLine() => _process.StandardOutput.ReadLineAsync().WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult();

    public void Signal(PosixSignal signal) => Assert.AreEqual(0, SendSignal(_process.Id, signal == PosixSignal.SIGINT ? 2 : 15));

    public Exit WaitForExit()
    {
        try
        {
            var output = _process.StandardOutput.ReadToEndAsync().WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult();
            var error = _error.WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult();
            if (!_process.WaitForExit(TestTimeouts.MustNotElapse))
                throw new TimeoutException();
            return new(_process.ExitCode, output, error);
        }
        catch (TimeoutException)
        {
            throw new AssertFailedException("A child process had not ended when the hang guard elapsed.");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
