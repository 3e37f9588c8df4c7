using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>
/// Measures what differs by a few nanoseconds: in the same threads, on the same processors, a few hundred calls of one contestant, then as
/// many of the next, and so on for many rounds. What disturbs them for longer than that disturbs them alike.
/// </summary>
internal sealed record Alternation(int Rounds, int Calls)
{
    private int Unmeasured => Calls / 8;

    public async Task<IReadOnlyList<Standing>> MeasureAsync(IReadOnlyList<Turn> turns)
    {
        for (var round = 0; round < Rounds / 8; round++)
        {
            foreach (var turn in turns)
                await turn.Run(Calls);
        }

        var slices = turns.Select(_ => new List<Slice>()).ToArray();
        foreach (var turn in Measuring.Rounds.Order(turns.Count, Rounds))
            slices[turn].Add(await RunAsync(turns[turn]));
        return [.. turns.Zip(slices, static (turn, own) => new Standing(turn.Name, WithMeans(own)))];
    }

    private async ValueTask<Slice> RunAsync(Turn turn)
    {
        // What they last ran with is in the processors' caches again.
        await turn.Run(Unmeasured);
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await turn.Run(Calls);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Slice(Calls, elapsed)
        {
            Cpu = Environment.CpuUsage.TotalTime - cpu,
            Bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes,
        };
    }

    // The system counts the time of threads that run by ticks, which are longer than a slice.
    private static List<Slice> WithMeans(List<Slice> slices)
    {
        var cpu = slices.Aggregate(TimeSpan.Zero, static (sum, slice) => sum + slice.Cpu!.Value) / slices.Count;
        return slices.ConvertAll(slice => slice with { Cpu = cpu });
    }
}
