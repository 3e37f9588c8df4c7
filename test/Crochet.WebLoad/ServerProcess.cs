using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Crochet.WebLoad;

/// <summary>A server in a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private ServerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Starts one, and waits until it answers.</summary>
    public static async Task<ServerProcess> StartAsync(HttpClient client)
    {
        var address = client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", address]) { RedirectStandardOutput = true };
        var server = new ServerProcess(Process.Start(start)!);
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(client))
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException($"The server at {address} does not answer.");
        }

        return server;
    }

    /// <summary>What it says of itself, and its resident memory in bytes.</summary>
    public async Task<(Figures Figures, long Resident)> LookAsync(HttpClient client)
    {
        _process.Refresh();
        return ((await client.GetFromJsonAsync<Figures>("/figures"))!, _process.WorkingSet64);
    }

    /// <summary>Sends SIGTERM, and waits for the end.</summary>
    public async Task<(TimeSpan Duration, int ExitCode, string Output)> TerminateAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return (Stopwatch.GetElapsedTime(started), _process.ExitCode, (await _output).Trim());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/figures");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            await Task.Delay(20);
            return false;
        }
    }
}
