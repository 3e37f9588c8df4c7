using System.Diagnostics;

namespace Crochet.Stepping;

/// <summary>Runs a scenario under many schedules.</summary>
internal static class Explore
{
    /// <summary>Every schedule with at most so many interruptions.</summary>
    public static void All(int interruptions, Func<Scenario> make)
    {
        var chooser = new ExhaustiveChooser(interruptions);
        var clock = Stopwatch.StartNew();
        var schedules = 0;
        do
        {
            Run(chooser, make());
            schedules++;
        }
        while (chooser.Advance());

        Console.WriteLine($"All {schedules} schedules with up to {interruptions} interruptions, {clock.Elapsed.TotalSeconds:F1} s.");
    }

    /// <summary>So many schedules at random; in the long mode (CROCHET_SOAK=minutes) a hundred times as many.</summary>
    public static void Randomly(int schedules, Func<Scenario> make)
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("CROCHET_SEED"), out var given) ? given
            : Random.Shared.Next(int.MaxValue / 2);
        var clock = Stopwatch.StartNew();
        if (Environment.GetEnvironmentVariable("CROCHET_SOAK") is not null)
            schedules *= 100;
        for (var i = 0; i < schedules; i++)
            Run(new RandomChooser(first + i), make());
        Console.WriteLine($"{schedules} random schedules from seed {first}, {clock.Elapsed.TotalSeconds:F1} s.");
    }

    private static void Run(IChooser chooser, Scenario scenario)
    {
        if (new Schedule(chooser, scenario.Sides).Run() is { } failure)
            throw new AssertFailedException($"Under {chooser}: {failure}");
        try
        {
            scenario.Check();
        }
        catch (Exception exception)
        {
            throw new AssertFailedException($"Under {chooser}: {exception.Message}", exception);
        }
    }
}
