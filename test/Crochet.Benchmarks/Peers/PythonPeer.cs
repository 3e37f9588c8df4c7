using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Peers;

/// <summary>Python's Crochet in a process of its own, where it is installed.</summary>
internal sealed class PythonPeer : IDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>The peer, or null where no Python on this machine can import crochet.</summary>
    public static PythonPeer? TryStart()
    {
        var python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(CanImportCrochet);
        if (python is null)
            return null;
        using var script = new StreamReader(typeof(PythonPeer).Assembly.GetManifestResourceStream("crochet_peer.py")!);
        return new PythonPeer(Start(python, script.ReadToEnd()));
    }

    public Slice Run(int callers, TimeSpan duration)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers} {duration.TotalSeconds}"));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Python peer ended early.");
        var reply = JsonSerializer.Deserialize<Reply>(line, _json)!;
        return new Slice(reply.Calls, TimeSpan.FromSeconds(reply.Elapsed))
        {
            Cpu = TimeSpan.FromSeconds(reply.Cpu),
            P50 = reply.P50 * 1e9,
            P99 = reply.P99 * 1e9,
            Fairness = reply.Fairness,
        };
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool CanImportCrochet(string python)
    {
        try
        {
            using var process = Start(python, "import crochet");
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string python, string script) => Process.Start(new ProcessStartInfo(python, ["-c", script])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private sealed record Reply(long Calls, double Elapsed, double Cpu, double P50, double P99, double Fairness);
}
