namespace Crochet.Benchmarks.Measuring;

/// <summary>How often and how long each contestant is measured.</summary>
internal sealed record Rounds(int Count, TimeSpan Slice)
{
    /// <summary>The others' share of the machine from which on a slice says more about them than about the contestant.</summary>
    private const double TooDisturbed = 0.1;

    /// <summary>
    /// Whose turn it is: all of them in each round, and in each round another one first, so that neither the machine's mood
    /// nor a neighbour favours one.
    /// </summary>
    public static IEnumerable<int> Order(int contestants, int rounds) =>
        from round in Enumerable.Range(0, rounds)
        from turn in Enumerable.Range(0, contestants)
        select (round + turn) % contestants;

    /// <summary>
    /// Measures them in turns, after one round that only warms up. A slice that other processes disturbed is measured again,
    /// as long as not more of them are than there are rounds.
    /// </summary>
    public IReadOnlyList<Standing> Measure(IReadOnlyList<Contestant> contestants)
    {
        foreach (var contestant in contestants)
            contestant.Run(Slice);

        var slices = contestants.Select(_ => new List<Slice>()).ToArray();
        var repeatsLeft = contestants.Select(_ => Count).ToArray();
        foreach (var turn in Order(contestants.Count, Count))
        {
            var slice = RunCleanly(contestants[turn]);
            while (slice.Disturbance > TooDisturbed && repeatsLeft[turn]-- > 0)
                slice = RunCleanly(contestants[turn]);
            slices[turn].Add(slice);
        }
        return [.. contestants.Zip(slices, (contestant, own) => new Standing(contestant.Name, own))];
    }

    private Slice RunCleanly(Contestant contestant)
    {
        GC.Collect();
        return contestant.Run(Slice);
    }
}
