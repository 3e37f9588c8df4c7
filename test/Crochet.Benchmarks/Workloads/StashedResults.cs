using System.Diagnostics;
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
        var (storing, retrieving, expiring, meeting) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        StoreAndRetrieve(results);
        for (var i = 0; i < session.Repetitions; i++)
        {
            var (store, retrieve) = StoreAndRetrieve(results);
            storing.Add(store.NanosecondsPerCall);
            retrieving.Add(retrieve.NanosecondsPerCall);
            expiring.Add(Expire(results).TotalMilliseconds);
            meeting.Add(MeetExpired(results).TotalMilliseconds);
        }

        var (stored, retrieved) = (Spread.Of(storing), Spread.Of(retrieving));
        var (expired, met) = (Spread.Of(expiring), Spread.Of(meeting));
        session.Add(new Table(
            $"{Count:N0} stashed results", ["what", "measured"],
            [
                ["store, ns each", stored],
                ["retrieve, ns each", retrieved],
                ["all expire: longest hold of the loop, ms", expired],
                ["all expire: a caller who asks for one, ms", met],
            ]));
        session.Add(Target.AtMost(1000, "ns each", "stash, store", stored.Median));
        session.Add(Target.AtMost(1000, "ns each", "stash, retrieve", retrieved.Median));
        session.Add(Target.AtMost(5, "ms of pause", $"expiry of {Count:N0} results", Math.Max(expired.Median, met.Median)));
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
        using var last = new ManualResetEventSlim();
        loop.UnobservedFailure += (_, _) => last.Set();
        loop.Start();
        foreach (var result in results)
            loop.Stash.Store(result);
        // Only a failure tells that it has expired.
        loop.Stash.Store(loop.RunInReactor(new Action(() => throw new NotSupportedException("the last to expire"))));
        // Its lifetime begins when it has ended.
        loop.WaitFor(Timeout.InfiniteTimeSpan, static () => { });

        return TurnProbe.LongestHold(loop, () =>
        {
            time.Advance(2 * options.StashLifetime);
            last.Wait();
        });
    }

    private static TimeSpan MeetExpired(EventualResult<int>[] results)
    {
        var time = new ManualTime();
        var options = new EventLoopOptions { TimeProvider = time };
        // It is not started, so that nobody else drops what has expired.
        using var loop = new EventLoop(options);
        var id = results.Select(loop.Stash.Store).Last();
        time.Advance(2 * options.StashLifetime);

        var start = Stopwatch.GetTimestamp();
        if (loop.Stash.TryRetrieve(id, out _))
            throw new InvalidOperationException("The stash gave a result that had expired.");
        return Stopwatch.GetElapsedTime(start);
    }
}
