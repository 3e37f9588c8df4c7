using System.Diagnostics;
using System.Runtime.InteropServices;
using Crochet.Processes;

namespace Crochet.Tests;

/// <summary>A member of a cluster in a process of its own, which can be killed, frozen and stopped.</summary>
internal sealed class ClusterProcess : IDisposable
{
    private readonly Process _process;

    private ClusterProcess(string role, Address address) =>
        _process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(IJobs).Assembly.Location, role, address.ToString() },
            RedirectStandardOutput = true,
        })!;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Ends when the process has said that it is a member.</summary>
    public static async Task<ClusterProcess> StartAsync(string role, Address address, string said)
    {
        var process = new ClusterProcess(role, address);
        try
        {
            Assert.AreEqual(said, await process._process.StandardOutput.ReadLineAsync().WaitAsync(ProcessTests.MustNotElapse));
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public void Kill() => _process.Kill();

    public void Freeze() => Signal(19);

    public void Thaw() => Signal(18);

    /// <summary>As a container's orchestrator does.</summary>
    public void Terminate() => Signal(15);

    public Task WaitForExitAsync() => _process.WaitForExitAsync().WaitAsync(ProcessTests.MustNotElapse);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Signal(int number) => Assert.AreEqual(0, SendSignal(_process.Id, number));

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
