using System.Diagnostics;
using System.Reflection;
using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.ClusterLoad;

/// <summary>
/// The same call, between two processes, by Crochet.Orleans, by StreamJsonRpc over a local socket and by gRPC over loopback: in turn,
/// several rounds, so that all have the same machine.
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
        using var rpc = StartPeer("rpc", socket);
        using var grpc = StartPeer("grpc");
        try
        {
            await rpc.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            var address = await grpc.StandardOutput.ReadLineAsync().ConfigureAwait(false);
            await CompareAsync(
                time, new("Crochet.Orleans", worker.Process, jobs.Echo, jobs.EchoAsync),
                await JsonRpcPeer.ConnectAsync(rpc, socket).ConfigureAwait(false), GrpcPeer.Connect(grpc, address!)).ConfigureAwait(false);
        }
        finally
        {
            rpc.Kill();
            grpc.Kill();
            File.Delete(socket);
        }

        Console.WriteLine($"A stashed result takes {BytesOfStashed(caller.Services):N0} bytes.");
        await caller.StopAsync().ConfigureAwait(false);
        return 0;
    }

    private static Process StartPeer(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, .. arguments]) { RedirectStandardOutput = true })!;

    private static async Task CompareAsync(TimeSpan time, params Peer[] peers)
    {
        var rounds = peers.Select(static _ => new List<Measured>()).ToList();
        // The first round of each warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            for (var peer = 0; peer < peers.Length; peer++)
                rounds[peer].Add(await MeasureAsync(peers[peer], time).ConfigureAwait(false));
        }

        rounds.ForEach(static measured => measured.RemoveAt(0));
        for (var peer = 0; peer < peers.Length; peer++)
            Show(peers[peer].Name, rounds[peer]);
        for (var peer = 1; peer < peers.Length; peer++)
        {
            var ratios = rounds[0].Zip(rounds[peer]).ToList();
            Console.WriteLine(
                $"{peers[0].Name} / {peers[peer].Name}: p50 of a blocking call "
                + $"{Median(ratios.Select(static one => one.First.P50 / one.Second.P50)):0.00}, calls a second with {Outstanding:N0} "
                + $"outstanding {Median(ratios.Select(static one => one.First.PerSecond / one.Second.PerSecond)):0.00}");
        }
    }

    private static void Show(string name, List<Measured> rounds) => Console.WriteLine(
        $"{name}: p50 {Median(rounds.Select(static one => one.P50)):0} us, p99 {Median(rounds.Select(static one => one.P99)):0} us, "
        + $"{Median(rounds.Select(static one => one.PerSecond)):N0} calls a second with {Outstanding:N0} outstanding, each "
        + $"{Median(rounds.Select(static one => one.Here)):0} us of the caller's processor and "
        + $"{Median(rounds.Select(static one => one.There)):0} us of the worker's");

    private static async Task<Measured> MeasureAsync(Peer peer, TimeSpan time)
    {
        var times = new List<double>();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            var startedAt = Stopwatch.GetTimestamp();
            peer.Block(times.Count);
            times.Add(Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds);
        }

        times.Sort();
        var count = 0L;
        var (here, there) = ProcessorTimes(peer.Process);
        watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, Outstanding).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time)
            {
                await peer.CallAsync(1).ConfigureAwait(false);
                Interlocked.Increment(ref count);
            }
        }))).ConfigureAwait(false);
        var elapsed = watch.Elapsed.TotalSeconds;
        var (hereAfter, thereAfter) = ProcessorTimes(peer.Process);
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
