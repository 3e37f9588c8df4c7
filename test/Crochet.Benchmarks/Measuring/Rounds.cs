namespace Crochet.Benchmarks.Measuring;

/// <summary>How often and how long each contestant is measured.</summary>
internal sealed record Rounds(int Count, TimeSpan Slice)
{
    /// <summary>
    /// Whose turn it is: all of them in each round, and in each round another one first, so that neither the machine's mood
    /// nor a neighbour favours one.
    /// </summary>
    public static IEnumerable<int> Order(int contestants, int rounds) =>
        from round in Enumerable.Range(0, rounds)
        from turn in Enumerable.Range(0, contestants)
        select (round + turn) % contestants;

    /// <summary>Measures them in turns, after one round that only warms up.</summary>
    public IReadOnlyList<Standing> Measure(IReadOnlyList<Contestant> contestants)
    {
        foreach (var contestant in contestants)
            contestant.Run(Slice);

        var slices = contestants.Select(_ => new List<Slice>()).ToArray();
        foreach (var turn in Order(contestants.Count, Count))
        {
            GC.Collect();
            slices[turn].Add(contestants[turn].Run(Slice));
        }
        return [.. contestants.Zip(slices, (contestant, own) => new Standing(contestant.Name, own))];
    }
}
