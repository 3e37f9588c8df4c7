using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>
/// Pool work items that block in a marked call on an HTTP call, which itself needs the pool, against as many dedicated threads.
/// </summary>
internal sealed class PoolStarvation() : Workload("pool")
{
    private static readonly int[] _sizes = [200, 1000];

    public override void Run(Session session)
    {
        using var server = ChildProcess.Start(ChildProcess.Serve);
        var address = server.ReadLine();
        var rows = new List<object?[]>();
        foreach (var size in _sizes)
        {
            var outcomes = Enumerable.Range(0, session.Repetitions)
                .Select(_ => JsonSerializer.Deserialize<Outcome>(
                    ChildProcess.Ask(ChildProcess.Pool, address, size.ToString(CultureInfo.InvariantCulture)))!)
                .ToArray();
            var ratio = Spread.Of(outcomes.Select(outcome => outcome.PoolMilliseconds / outcome.ThreadsMilliseconds));
            rows.Add(
            [
                size, Spread.Of(outcomes.Select(outcome => outcome.ThreadsMilliseconds)),
                Spread.Of(outcomes.Select(outcome => outcome.PoolMilliseconds)), ratio, outcomes[^1].MinimumBefore,
                outcomes[^1].MinimumAfter,
            ]);
            session.Add(Target.AtMost(3, "× dedicated threads", $"{size:N0} blocking pool items", ratio.Median));
            session.Add(Target.AtMost(
                0, "left on the pool's minimum", $"{size:N0} blocking pool items",
                outcomes.Max(outcome => Math.Abs(outcome.MinimumAfter - outcome.MinimumBefore))));
        }
        session.Add(new Table(
            "pool items, each blocking on a 50 ms HTTP call",
            ["items", "dedicated threads, ms", "pool items, ms", "ratio", "pool's minimum before", "after"],
            rows));
    }

    /// <summary>What the child does, in a pool that is as a process finds it.</summary>
    public static string Measure(string address, int size)
    {
        using var loop = new EventLoop();
        loop.Start();
        using var pages = new Pages(new Uri(address));
        var proxy = CrochetProxy.Create<IPages>(pages, loop);

        ThreadPool.GetMinThreads(out var before, out _);
        OnThreads(size, proxy);
        var threads = OnThreads(size, proxy);
        var pool = InPool(size, proxy);
        ThreadPool.GetMinThreads(out var after, out _);
        return JsonSerializer.Serialize(new Outcome(threads.TotalMilliseconds, pool.TotalMilliseconds, before, after));
    }

    private static TimeSpan OnThreads(int size, IPages pages)
    {
        var threads = Enumerable.Range(0, size).Select(_ => new Thread(() => pages.Get())).ToArray();
        var start = Stopwatch.GetTimestamp();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan InPool(int size, IPages pages)
    {
        using var left = new CountdownEvent(size);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < size; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                pages.Get();
                left.Signal();
            }, null);
        }
        left.Wait();
        return Stopwatch.GetElapsedTime(start);
    }

    private sealed record Outcome(double ThreadsMilliseconds, double PoolMilliseconds, int MinimumBefore, int MinimumAfter);
}
