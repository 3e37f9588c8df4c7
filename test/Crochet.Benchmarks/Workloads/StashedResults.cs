using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Results that are stored, retrieved, and left to expire.</summary>
internal sealed class StashedResults() : Workload("stash")
{
    private const int Count = 100_000;

    public override void Run(Session session)
    {
        var results = Enumerable.Range(0, Count).Select(i => EventualResult.FromResult(i)).ToArray();
        var (storing, retrieving, expiring) = (new List<double>(), new List<double>(), new List<double>());
        StoreAndRetrieve(results);
        for (var i = 0; i < session.Repetitions; i++)
        {
            var (store, retrieve) = StoreAndRetrieve(results);
            storing.Add(store.NanosecondsPerCall);
            retrieving.Add(retrieve.NanosecondsPerCall);
            expiring.Add(Expire(results).TotalMilliseconds);
        }

        var (stored, retrieved, expired) = (Spread.Of(storing), Spread.Of(retrieving), Spread.Of(expiring));
        session.Add(new Table(
            $"{Count:N0} stashed results", ["what", "measured"],
            [["store, ns each", stored], ["retrieve, ns each", retrieved], ["expiry, longest hold of the loop, ms", expired]]));
        session.Add(Target.AtMost(1000, "ns each", "stash, store", stored.Median));
        session.Add(Target.AtMost(1000, "ns each", "stash, retrieve", retrieved.Median));
        session.Add(Target.AtMost(5, "ms of hold", $"expiry of {Count:N0} results", expired.Median));
    }

    private static (Slice Store, Slice Retrieve) StoreAndRetrieve(EventualResult<int>[] results)
    {
        using var loop = new EventLoop();
        loop.Start();
        var ids = new StashId[Count];
        var meter = ProcessMeter.Start();
        for (var i = 0; i < Count; i++)
            ids[i] = loop.Stash.Store(results[i]);
        var store = meter.Stop(Count);

        meter = ProcessMeter.Start();
        for (var i = 0; i < Count; i++)
        {
            if (loop.Stash.Retrieve<int>(ids[i]) != results[i])
                throw new InvalidOperationException($"The stash gave another result than number {i}.");
        }
        return (store, meter.Stop(Count));
    }

    private static TimeSpan Expire(EventualResult<int>[] results)
    {
        var time = new ManualTime();
        var options = new EventLoopOptions { TimeProvider = time };
        using var loop = new EventLoop(options);
        loop.Start();
        foreach (var result in results)
            loop.Stash.Store(result);

        return TurnProbe.LongestHold(loop, () =>
        {
            time.Advance(2 * options.StashLifetime);
            while (loop.Stash.Count > 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                Thread.Yield();
            }
        });
    }
}
