using System.Diagnostics;

namespace Crochet.Load;

/// <summary>
/// Sixteen threads post, wait, cancel, time out and stop at random, on loops with a queue limit whose logger and handlers throw. Each call
/// is followed to its end.
/// </summary>
internal static class RandomLoad
{
    private static readonly TimeSpan _reportInterval = TimeSpan.FromMinutes(1);

    public static int Run(double minutes, int seed)
    {
        Console.WriteLine($"{minutes} minutes, seed {seed}, {Environment.ProcessorCount} processors");
        var tally = new Tally();
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        var reportAt = _reportInterval;
        while (clock.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            using (var round = new Round(random.Next(), tally))
                round.Run();
            if (clock.Elapsed < reportAt)
                continue;
            reportAt += _reportInterval;
            Console.WriteLine($"{clock.Elapsed.TotalMinutes:F0} min: {tally.Calls:N0} calls, {tally.Lost.Count} lost");
        }

        tally.Write(Console.Out);
        return tally.Lost.IsEmpty ? 0 : 1;
    }
}
