using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>Items of streams, one reader's, beside the calls that cross the same way.</summary>
internal sealed class StreamedItems() : Workload("streams")
{
    private const string Call = "blocking call";
    private const string Item = "IEnumerable";
    private const string ItemAhead = "IEnumerable, Prefetch(64)";
    private const string AwaitedCall = "awaited call";
    private const string AwaitedItem = "IAsyncEnumerable";
    private const string AwaitedItemAhead = "IAsyncEnumerable, Prefetch(64)";

    public override void Run(Session session)
    {
        using var loop = new EventLoop();
        loop.Start();
        var counter = CrochetProxy.Create<ICounter>(new Counter(), loop);

        var blocking = new Field(session.Rounds.Measure(
            [Calling(counter), Reading(Item, counter.Numbers), Reading(ItemAhead, counter.NumbersAhead)]));
        session.Add(Table.Of("items of a stream, blocking reader", blocking, blocking[Call]));
        session.Add(Target.AtMost(1.3, $"× {Call}", "stream, blocking reader", blocking[Item].CostRelativeTo(blocking[Call]).Median));
        session.Add(Target.AtLeast(
            5, "× items per second", "stream, blocking reader, Prefetch(64)", blocking[Item].CostRelativeTo(blocking[ItemAhead]).Median));

        var awaited = new Field(session.Rounds.Measure(
            [Awaiting(counter), Reading(AwaitedItem, counter.Items), Reading(AwaitedItemAhead, counter.ItemsAhead)]));
        session.Add(Table.Of("items of a stream, awaiting reader", awaited, awaited[AwaitedCall]));
        session.Add(Target.AtMost(
            1.3, $"× {AwaitedCall}", "stream, awaiting reader", awaited[AwaitedItem].CostRelativeTo(awaited[AwaitedCall]).Median));
        session.Add(Target.AtLeast(
            5, "× items per second", "stream, awaiting reader, Prefetch(64)",
            awaited[AwaitedItem].CostRelativeTo(awaited[AwaitedItemAhead]).Median));
    }

    private static Contestant Calling(ICounter counter)
    {
        var crowd = new Crowd(1);
        return new Contestant(Call, duration => crowd.Run(duration, sampler =>
        {
            var calls = 0;
            for (; !crowd.IsOver; calls++)
            {
                var begun = sampler.Begin();
                counter.Next(calls);
                sampler.End(begun);
            }

            return calls;
        }));
    }

    private static Contestant Reading(string name, Func<IEnumerable<int>> read)
    {
        var crowd = new Crowd(1);
        return new Contestant(name, duration => crowd.Run(duration, sampler =>
        {
            var items = 0;
            using var reader = read().GetEnumerator();
            for (; !crowd.IsOver; items++)
            {
                var begun = sampler.Begin();
                reader.MoveNext();
                sampler.End(begun);
            }

            return items;
        }));
    }

    private static Contestant Awaiting(ICounter counter)
    {
        var crowd = new Crowd(1);
        return new Contestant(AwaitedCall, duration => crowd.Run(duration, sampler => CallAsync(sampler).GetAwaiter().GetResult()));

        async Task<int> CallAsync(Sampler sampler)
        {
            var calls = 0;
            for (; !crowd.IsOver; calls++)
            {
                var begun = sampler.Begin();
                await counter.NextLater(calls).ConfigureAwait(false);
                sampler.End(begun);
            }

            return calls;
        }
    }

    private static Contestant Reading(string name, Func<IAsyncEnumerable<int>> read)
    {
        var crowd = new Crowd(1);
        return new Contestant(name, duration => crowd.Run(duration, sampler => ReadAsync(sampler).GetAwaiter().GetResult()));

        async Task<int> ReadAsync(Sampler sampler)
        {
            var items = 0;
            await using var reader = read().ConfigureAwait(false).GetAsyncEnumerator();
            for (; !crowd.IsOver; items++)
            {
                var begun = sampler.Begin();
                await reader.MoveNextAsync();
                sampler.End(begun);
            }

            return items;
        }
    }
}
