using System.Diagnostics;
using System.Runtime.InteropServices;
using Crochet.Processes;

namespace Crochet.ClusterLoad;

/// <summary>A worker of the cluster in a process of its own, and what was done to it.</summary>
internal sealed partial class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Address address, string? runLog)
    {
        Address = address;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(WorkerProcess).Assembly.Location, "worker", address.ToString() },
            RedirectStandardOutput = true,
            // A process that finds that it is out says so at length.
            RedirectStandardError = true,
        };
        if (runLog is not null)
            start.Environment[RunLog.Variable] = runLog;
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
    }

    public Address Address { get; }

    public Process Process => _process;

    /// <summary>What was done to it last.</summary>
    public Fate Fate { get; private set; }

    /// <summary>Ends when the worker is a member.</summary>
    public static async Task<WorkerProcess> StartAsync(Address address, string? runLog = null)
    {
        var worker = new WorkerProcess(address, runLog);
        if (await worker._process.StandardOutput.ReadLineAsync().ConfigureAwait(false) != "ready")
            throw new InvalidOperationException($"The worker at {address} has ended before it was a member.");
        return worker;
    }

    public void Kill()
    {
        Fate = Fate.Killed;
        _process.Kill();
    }

    /// <summary>Stops its threads for so long, and lets them go on: it then finds that it is out, and ends.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        Fate = Fate.Frozen;
        _ = Signal(_process.Id, 19);
        await Task.Delay(time).ConfigureAwait(false);
        _ = Signal(_process.Id, 18);
        await EndAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
    }

    /// <summary>As an orchestrator does; ends when the process has.</summary>
    public async Task StopAsync()
    {
        Fate = Fate.Stopped;
        _ = Signal(_process.Id, 15);
        await EndAsync(TimeSpan.FromSeconds(40)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task EndAsync(TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HasOverstayed |= !_process.HasExited;
    }

    /// <summary>It was to end, and has not.</summary>
    public bool HasOverstayed { get; private set; }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int processId, int signal);
}
