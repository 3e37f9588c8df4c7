namespace Crochet.Testing.Reporting;

/// <summary>How one order of a scenario went.</summary>
internal sealed class Outcome
{
    private Outcome(int seed, IReadOnlyList<string> steps, ScheduleException? failure)
    {
        Seed = seed;
        Steps = steps;
        Failure = failure;
    }

    public int Seed { get; }

    public IReadOnlyList<string> Steps { get; }

    /// <summary>Null where it did not fail.</summary>
    public ScheduleException? Failure { get; }

    /// <summary>Runs one order to its end.</summary>
    public static Outcome Of(Action<TestLoop> scenario, int seed)
    {
        using var test = new TestLoop(seed);
        ScheduleException? failure = null;
        try
        {
            scenario(test);
            if (!test.IsDisposed)
                test.RunToEnd();
        }
        catch (ScheduleException exception)
        {
            failure = exception;
        }
        catch (Exception exception)
        {
            failure = test.Fail(exception);
        }

        var steps = test.Steps;
        try
        {
            test.Dispose();
        }
        catch (ScheduleException exception)
        {
            failure ??= exception;
        }

        return new Outcome(seed, steps, failure);
    }

    /// <summary>In what the same order, run before, went another way; null where it went the same.</summary>
    public string? DifferenceTo(Outcome before)
    {
        var step = 0;
        while (step < Steps.Count && step < before.Steps.Count && Steps[step] == before.Steps[step])
            step++;
        var difference = step < Steps.Count || step < before.Steps.Count
            ? $"step {step + 1} was '{StepOf(before, step)}' the first time, and '{StepOf(this, step)}' the second"
            : TypeOf(this) == TypeOf(before) ? null
            : $"the first time it ended with {TypeOf(before)}, the second with {TypeOf(this)}, after the same steps";
        return difference is null
            ? null
            : $"The scenario is not deterministic by itself: run twice with the seed {Seed}, {difference}. Something in it comes from "
                + "elsewhere: a clock, a random number, a thread of its own, the thread pool, or what an earlier run has left.";
    }

    /// <summary>Another failure of this order.</summary>
    public ScheduleException Fail(string problem, Exception? inner = null) =>
        new(ScheduleReport.Write(problem, Seed, Steps), Seed, Steps, inner);

    private static string StepOf(Outcome outcome, int step) => step < outcome.Steps.Count ? outcome.Steps[step] : "none";

    private static string TypeOf(Outcome outcome) =>
        outcome.Failure is not { } failure ? "no failure"
        : failure.InnerException is { } inner ? $"a {inner.GetType().Name}"
        : "nobody who could go on";
}
