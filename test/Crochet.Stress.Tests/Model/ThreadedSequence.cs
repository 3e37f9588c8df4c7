using FsCheck;
using FsCheck.Fluent;

namespace Crochet.Stress.Model;

/// <summary>
/// What several threads do at the same time with two loops: each a list of seeds for <see cref="RandomCalls"/>, and when the loops stop.
/// </summary>
internal sealed record ThreadedSequence(int[][] Seeds, int Drain, int StopAfter)
{
    public static Arbitrary<ThreadedSequence> Arbitrary { get; } = Arb.From(
        from seeds in Gen.Choose(0, 1_000_000).ArrayOf(5).ArrayOf(4)
        from drain in Gen.Choose(0, 2)
        from stopAfter in Gen.Choose(0, 5)
        select new ThreadedSequence(seeds, drain, stopAfter),
        Shrink);

    /// <summary>Each thread takes its loop by the seed's parity, and the first stops both on its way.</summary>
    public void Run(Crowd crowd)
    {
        var loops = new[] { TestLoop.Start("even"), TestLoop.Start("odd") };
        foreach (var loop in loops)
            loop.UnobservedFailure += static (_, _) => { };
        var calls = loops.Select(loop => new RandomCalls(loop)).ToArray();
        crowd.Do(index =>
        {
            var seeds = index < Seeds.Length ? Seeds[index] : [];
            for (var i = 0; i < seeds.Length; i++)
            {
                if (index == 0 && i == StopAfter)
                    Stop(loops);
                calls[seeds[i] & 1].DoOne(new Random(seeds[i]));
            }
        }, ToString);

        Stop(loops);
        foreach (var loop in loops)
            loop.UntilStopped();
        foreach (var call in calls)
            call.Verify();
    }

    public override string ToString() =>
        $"{string.Join(" | ", Seeds.Select(seeds => string.Join(" ", seeds)))}; drain {Drain} ms, stop after {StopAfter}";

    private void Stop(EventLoop[] loops)
    {
        foreach (var loop in loops)
            loop.StopAsync(TimeSpan.FromMilliseconds(Drain));
    }

    private static IEnumerable<ThreadedSequence> Shrink(ThreadedSequence sequence)
    {
        for (var thread = 0; thread < sequence.Seeds.Length; thread++)
        {
            for (var i = 0; i < sequence.Seeds[thread].Length; i++)
            {
                var seeds = sequence.Seeds.ToArray();
                seeds[thread] = [.. seeds[thread][..i], .. seeds[thread][(i + 1)..]];
                yield return sequence with { Seeds = seeds };
            }
        }
    }
}
