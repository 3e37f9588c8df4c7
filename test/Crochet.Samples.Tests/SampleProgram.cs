using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Crochet.Samples.Tests;

/// <summary>A sample that runs as a process of its own, with what it writes as a stream of lines.</summary>
internal sealed partial class SampleProgram : IAsyncDisposable
{
    /// <summary>For --urls: a free port of this machine alone.</summary>
    public const string AnyPort = "http://127.0.0.1:0";

    private const int InterruptSignal = 2;
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Task _reading;

    private SampleProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError))
            .ContinueWith(_ => _lines.Writer.Complete(), TaskScheduler.Default);
    }

    public static SampleProgram Start(string sample, params IEnumerable<string> arguments) => StartIn("Production", sample, arguments);

    public static SampleProgram StartIn(string environment, string sample, params IEnumerable<string> arguments)
    {
        var program = Repository.PathOf($"samples/{sample}/bin/{Repository.Configuration}/net10.0/{sample}.dll");
        // A shell's background job ignores Ctrl-C, and so would the programs it starts: env puts that right.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        return new SampleProgram(Process.Start(start)!);
    }

    /// <summary>Reads on until a line holds the text, and returns that line.</summary>
    public async Task<string> LineWithAsync(string text)
    {
        using var hangGuard = new CancellationTokenSource(TestTimeouts.MustNotElapse);
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(hangGuard.Token);
                _seen.Add(line);
                if (line.Contains(text, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            throw new AssertFailedException($"No line with \"{text}\" among:\n{string.Join('\n', _seen)}");
        }
    }

    /// <summary>The address that a web sample says it listens on.</summary>
    public async Task<Uri> AddressAsync()
    {
        const string announcement = "Now listening on: ";
        var line = await LineWithAsync(announcement);
        return new Uri(line[(line.IndexOf(announcement, StringComparison.Ordinal) + announcement.Length)..]);
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("A program cannot send Ctrl-C to one of its children on Windows.");

        Assert.AreEqual(0, Kill(_process.Id, InterruptSignal));
    }

    /// <summary>Waits for the end; returns the exit code and everything written.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TestTimeouts.MustNotElapse);
        await _reading.WaitAsync(TestTimeouts.MustNotElapse);
        await foreach (var line in _lines.Reader.ReadAllAsync())
            _seen.Add(line);

        return (_process.ExitCode, string.Join('\n', _seen));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            _lines.Writer.TryWrite(line);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
