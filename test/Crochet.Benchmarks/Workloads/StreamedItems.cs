using System.Runtime.CompilerServices;
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
        // Long enough that what was made ahead meanwhile is gone before it is measured.
        var alternation = new Alternation(session.IsShort ? 50 : 500, 2_000);

        using (var items = counter.Numbers().GetEnumerator())
        using (var ahead = counter.NumbersAhead().GetEnumerator())
        {
            var blocking = new Field(alternation.MeasureAsync(
                [Calling(counter), Reading(Item, items), Reading(ItemAhead, ahead)]).GetAwaiter().GetResult());
            session.Add(Table.Of("items of a stream, blocking reader", blocking, blocking[Call]));
            session.Add(Target.AtMost(1.3, $"× {Call}", "stream, blocking reader", blocking[Item].CostRelativeTo(blocking[Call]).Median));
            session.Add(Target.AtLeast(
                5, $"× {Call}s per second", "stream, blocking reader, Prefetch(64)",
                blocking[Call].CostRelativeTo(blocking[ItemAhead]).Median));
        }

        var awaited = new Field(MeasureAwaitedAsync(counter, alternation).GetAwaiter().GetResult());
        session.Add(Table.Of("items of a stream, awaiting reader", awaited, awaited[AwaitedCall]));
        session.Add(Target.AtMost(
            1.3, $"× {AwaitedCall}", "stream, awaiting reader", awaited[AwaitedItem].CostRelativeTo(awaited[AwaitedCall]).Median));
        session.Add(Target.AtLeast(
            5, $"× {AwaitedCall}s per second", "stream, awaiting reader, Prefetch(64)",
            awaited[AwaitedCall].CostRelativeTo(awaited[AwaitedItemAhead]).Median));
    }

    private static async Task<IReadOnlyList<Standing>> MeasureAwaitedAsync(ICounter counter, Alternation alternation)
    {
        await using var items = counter.Items().ConfigureAwait(false).GetAsyncEnumerator();
        await using var ahead = counter.ItemsAhead().ConfigureAwait(false).GetAsyncEnumerator();
        return await alternation.MeasureAsync([Awaiting(counter), Reading(AwaitedItem, items), Reading(AwaitedItemAhead, ahead)]);
    }

    private static Turn Calling(ICounter counter) => new(Call, calls =>
    {
        for (var call = 0; call < calls; call++)
            counter.Next(call);
        return default;
    });

    private static Turn Reading(string name, IEnumerator<int> reader) => new(name, calls =>
    {
        for (var item = 0; item < calls; item++)
            reader.MoveNext();
        return default;
    });

    private static Turn Awaiting(ICounter counter) => new(AwaitedCall, async calls =>
    {
        for (var call = 0; call < calls; call++)
            await counter.NextLater(call).ConfigureAwait(false);
    });

    private static Turn Reading(string name, ConfiguredCancelableAsyncEnumerable<int>.Enumerator reader) => new(name, async calls =>
    {
        for (var item = 0; item < calls; item++)
            await reader.MoveNextAsync();
    });
}
