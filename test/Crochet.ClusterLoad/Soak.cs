using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Crochet.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.ClusterLoad;

/// <summary>
/// One caller, three workers. Every few seconds one of the workers is killed, frozen or stopped, and another takes its place. Meanwhile
/// many calls are made; each has a number, and who runs it counts that in a file which all processes share.
/// </summary>
internal static class Soak
{
    private const int Workers = 3;
    private const int Callers = 32;
    private const int LongestCall = 200;

    public static async Task<int> RunAsync(TimeSpan time)
    {
        var file = Path.Combine(Path.GetTempPath(), $"crochet-soak-{Environment.ProcessId}");
        using var runs = RunLog.Create(file, calls: (long)(time.TotalSeconds * 20_000) + 100_000);
        try
        {
            return await RunAsync(time, file, runs).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<int> RunAsync(TimeSpan time, string file, RunLog runs)
    {
        var first = Address.Next();
        using var caller = ClusterHost.Build(first, static crochet => crochet.AddRemote<IJobs>());
        await caller.StartAsync().ConfigureAwait(false);
        var jobs = caller.Services.GetRequiredService<IJobs>();
        var all = new ConcurrentDictionary<int, WorkerProcess>();
        var tally = new SoakTally(runs);
        var living = new List<WorkerProcess>();
        for (var worker = 0; worker < Workers; worker++)
            living.Add(await StartAsync().ConfigureAwait(false));

        var started = Stopwatch.StartNew();
        var keeps = true;
        var calls = Enumerable.Range(0, Callers)
            .Select(seed => Task.Run(() => CallAsync(jobs, tally, all, seed, () => Volatile.Read(ref keeps))))
            .ToList();
        var counts = new int[4];
        var ends = new List<Task>();
        var random = new Random(1);
        while (started.Elapsed < time)
        {
            await Task.Delay(TimeSpan.FromSeconds(3 + (5 * random.NextDouble()))).ConfigureAwait(false);
            var index = random.Next(living.Count);
            var fate = (Fate)random.Next(1, 4);
            counts[(int)fate]++;
            ends.Add(EndAsync(living[index], fate, TimeSpan.FromSeconds(15 + (5 * random.NextDouble()))));
            living[index] = await StartAsync().ConfigureAwait(false);
        }

        Volatile.Write(ref keeps, false);
        var allEnded = Task.WhenAll(calls);
        if (await Task.WhenAny(allEnded, Task.Delay(TimeSpan.FromMinutes(1))).ConfigureAwait(false) != allEnded)
            tally.Wrong("A minute after the last call was made, not all have ended.");
        var took = started.Elapsed;
        await Task.WhenAll(ends).ConfigureAwait(false);
        foreach (var (_, worker) in all)
        {
            if (worker.HasOverstayed)
                tally.Wrong($"The worker at {worker.Address} was {worker.Fate}, and has not ended.");
            worker.Dispose();
        }

        Console.WriteLine(
            $"{counts[(int)Fate.Killed]} workers were killed, {counts[(int)Fate.Frozen]} frozen, {counts[(int)Fate.Stopped]} stopped.");
        var isRight = tally.Report(Console.Out, took);
        await caller.StopAsync().ConfigureAwait(false);
        return isRight ? 0 : 1;

        async Task<WorkerProcess> StartAsync()
        {
            var worker = await WorkerProcess.StartAsync(Address.Next(first), file).ConfigureAwait(false);
            all[worker.Address.SiloPort] = worker;
            return worker;
        }
    }

    private static async Task EndAsync(WorkerProcess worker, Fate fate, TimeSpan frozen)
    {
        if (fate == Fate.Killed)
            worker.Kill();
        else if (fate == Fate.Frozen)
            await worker.FreezeAsync(frozen).ConfigureAwait(false);
        else
            await worker.StopAsync().ConfigureAwait(false);
    }

    private static async Task CallAsync(
        IJobs jobs, SoakTally tally, ConcurrentDictionary<int, WorkerProcess> workers, int seed, Func<bool> keeps)
    {
        var random = new Random(seed);
        while (keeps())
        {
            var call = tally.Start();
            var startedAt = Stopwatch.GetTimestamp();
            try
            {
                var milliseconds = random.Next(4) == 0 ? random.Next(LongestCall) : 0;
                var answer = seed % 2 == 0
                    ? await jobs.RunAsync(call, milliseconds).ConfigureAwait(false)
                    : await jobs.RunAsync($"{random.Next(100)}", call, milliseconds).ConfigureAwait(false);
                if (answer != call)
                    tally.Wrong($"Call {call} got the answer of {answer}.");
                tally.End(call, startedAt, "a value", hasRun: true);
            }
            catch (WorkerLostException lost)
            {
                var fate = workers.TryGetValue(PortOf(lost.Worker), out var worker) ? worker.Fate : Fate.None;
                tally.End(call, startedAt, $"{nameof(WorkerLostException)}, {fate}", lost.NeverRan ? false : null);
                if (fate == Fate.Stopped)
                    tally.Wrong($"Call {call} was lost by a worker that was stopped.");
            }
            catch (NoWorkerException)
            {
                tally.End(call, startedAt, nameof(NoWorkerException), hasRun: false);
            }
            catch (Exception exception)
            {
                tally.End(call, startedAt, exception.GetType().Name, hasRun: null);
                tally.Wrong($"Call {call}: {exception.Message}");
            }
        }
    }

    // "S127.0.0.1:40123:152000000".
    private static int PortOf(string worker) => int.Parse(worker.Split(':')[1], CultureInfo.InvariantCulture);
}
