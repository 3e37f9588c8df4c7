using System.Diagnostics;
using System.Reflection;
using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;
using StreamJsonRpc;

namespace Crochet.ClusterLoad;

/// <summary>
/// The same call, between two processes, by Crochet.Orleans and by StreamJsonRpc over a local socket: in turn, several rounds, so that both
/// have the same machine.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 5;
    private const int Outstanding = 1_000;

    public static async Task<int> RunAsync(TimeSpan time)
    {
        var first = Address.Next();
        using var caller = ClusterHost.Build(first, static crochet => crochet.AddRemote<IJobs>());
        await caller.StartAsync().ConfigureAwait(false);
        using var worker = await WorkerProcess.StartAsync(Address.Next(first)).ConfigureAwait(false);
        var jobs = caller.Services.GetRequiredService<IJobs>();

        var socket = Path.Combine(Path.GetTempPath(), $"crochet-compare-{Environment.ProcessId}");
        using var peer = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Assembly.GetExecutingAssembly().Location, "peer", socket },
            RedirectStandardOutput = true,
        })!;
        await peer.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        using var rpc = await JsonRpcPeer.ConnectAsync(socket).ConfigureAwait(false);
        try
        {
            await CompareAsync(jobs, worker.Process, rpc, peer, time).ConfigureAwait(false);
        }
        finally
        {
            peer.Kill();
            File.Delete(socket);
        }

        Console.WriteLine($"A stashed result takes {BytesOfStashed(caller.Services):N0} bytes.");
        await caller.StopAsync().ConfigureAwait(false);
        return 0;
    }

    private static async Task CompareAsync(IJobs jobs, Process worker, JsonRpc rpc, Process peer, TimeSpan time)
    {
        var own = new List<Measured>();
        var others = new List<Measured>();
        // The first round of each warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            own.Add(await MeasureAsync(worker, time, () => jobs.Echo(round), () => jobs.EchoAsync(round)).ConfigureAwait(false));
            others.Add(await MeasureAsync(
                peer, time, () => rpc.InvokeAsync<int>("Echo", round).GetAwaiter().GetResult(), () => rpc.InvokeAsync<int>("Echo", round))
                .ConfigureAwait(false));
        }

        own.RemoveAt(0);
        others.RemoveAt(0);
        Show("Crochet.Orleans", own);
        Show("StreamJsonRpc", others);
        Console.WriteLine($"p50 of a blocking call, ratio: {Median(own.Zip(others, static (one, other) => one.P50 / other.P50)):0.00}");
        Console.WriteLine(
            $"calls a second with {Outstanding:N0} outstanding, ratio: "
            + $"{Median(own.Zip(others, static (one, other) => one.PerSecond / other.PerSecond)):0.00}");
    }

    private static void Show(string name, List<Measured> rounds) => Console.WriteLine(
        $"{name}: p50 {Median(rounds.Select(static one => one.P50)):0} us, p99 {Median(rounds.Select(static one => one.P99)):0} us, "
        + $"{Median(rounds.Select(static one => one.PerSecond)):N0} calls a second with {Outstanding:N0} outstanding, each "
        + $"{Median(rounds.Select(static one => one.Here)):0} us of the caller's processor and "
        + $"{Median(rounds.Select(static one => one.There)):0} us of the worker's");

    private static async Task<Measured> MeasureAsync(Process other, TimeSpan time, Func<int> block, Func<Task<int>> call)
    {
        var times = new List<double>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            var startedAt = Stopwatch.GetTimestamp();
            block();
            times.Add(Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds);
        }

        times.Sort();
        var count = 0L;
        var (here, there) = ProcessorTimes(other);
        watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, Outstanding).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time)
            {
                await call().ConfigureAwait(false);
                Interlocked.Increment(ref count);
            }
        }))).ConfigureAwait(false);
        var elapsed = watch.Elapsed.TotalSeconds;
        var (hereAfter, thereAfter) = ProcessorTimes(other);
        return new(
            times[times.Count / 2], times[(int)(times.Count * 0.99)], count / elapsed, (hereAfter - here).TotalMicroseconds / count,
            (thereAfter - there).TotalMicroseconds / count);
    }

    private static (TimeSpan Here, TimeSpan There) ProcessorTimes(Process other)
    {
        other.Refresh();
        using var own = Process.GetCurrentProcess();
        return (own.TotalProcessorTime, other.TotalProcessorTime);
    }

    private static long BytesOfStashed(IServiceProvider services)
    {
        const int Count = 20_000;
        var stash = services.GetRequiredService<IClusterStash>();
        var loop = services.GetRequiredService<EventLoop>();
        var ids = new List<ClusterStashId>(Count);
        Store();
        ids.Clear();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Store();
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        GC.KeepAlive(ids);
        return bytes;

        void Store()
        {
            for (var result = 0; result < Count; result++)
                ids.Add(stash.Store(loop.RunInReactor(() => 42)));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Measured(double P50, double P99, double PerSecond, double Here, double There);
}
