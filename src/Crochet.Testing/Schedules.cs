using System.Diagnostics;
using Crochet.Testing.Reporting;

namespace Crochet.Testing;

/// <summary>One scenario in many orders of its callers and its loop, each drawn from a seed.</summary>
/// <remarks>
/// Of even seeds each step is drawn among all that could go on. Odd ones switch seldom, by probabilistic concurrency testing (Burckhardt
/// and others, 2010): of n threads that take at most k steps, a failure that needs d things to happen one after another is met by one such
/// order with a probability of 1/(n k^(d-1)) or more, where k is drawn from 8, 16, … 1,024. No number of orders shows that there is no
/// failure.
/// </remarks>
public static class Schedules
{
    /// <summary>
    /// For each seed from <paramref name="firstSeed"/> on, one after another: runs <paramref name="scenario"/> with a <see
    /// cref="TestLoop"/> of its own, then the TestLoop to its end (<see cref="TestLoop.RunToEnd"/>), then disposes of it. On the calling
    /// thread.
    /// </summary>
    /// <param name="scenario">
    /// Adds callers; it may itself drive the TestLoop to its end, and assert. It must make everything anew that it changes.
    /// </param>
    /// <param name="schedules">How many orders; 1 or more.</param>
    /// <param name="firstSeed">The seed of the first.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scenario"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="schedules"/> is less than 1.</exception>
    /// <exception cref="ScheduleException">
    /// The first order that failed: its seed, its steps, and what the scenario or its caller threw as the inner exception. That order is
    /// run a second time, and the message says so where it then takes other steps, or none that fail: the scenario is not deterministic by
    /// itself.
    /// </exception>
    public static void Explore(Action<TestLoop> scenario, int schedules = 1000, int firstSeed = 0)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfLessThan(schedules, 1);
        for (var schedule = 0; schedule < schedules; schedule++)
        {
            var seed = unchecked(firstSeed + schedule);
            if (Outcome.Of(scenario, seed) is { Failure: not null } failed)
                throw Explain(scenario, failed);
        }
    }

    /// <summary>As the other; the scenario runs in the loop, as by <see cref="TestLoop.Run(Func{Task})"/>.</summary>
    /// <inheritdoc cref="Explore(Action{TestLoop}, int, int)"/>
    public static void Explore(Func<TestLoop, Task> scenario, int schedules = 1000, int firstSeed = 0) =>
        Explore(Driven(scenario), schedules, firstSeed);

    /// <summary>
    /// Runs one order again, from the seed that a <see cref="ScheduleException"/> names; fails as <see cref="Explore(Action{TestLoop}, int,
    /// int)"/> did. It is run twice, unless a debugger is attached, and both have to take the same steps.
    /// </summary>
    /// <param name="scenario">The same one.</param>
    /// <param name="seed">Of the order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="scenario"/> is null.</exception>
    /// <exception cref="ScheduleException">The order fails; or the scenario is not deterministic by itself.</exception>
    public static void Replay(Action<TestLoop> scenario, int seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var first = Outcome.Of(scenario, seed);
        if (first.Failure is not null)
            throw Explain(scenario, first);
        if (!Debugger.IsAttached && Outcome.Of(scenario, seed).DifferenceTo(first) is { } difference)
            throw first.Fail(difference);
    }

    /// <inheritdoc cref="Replay(Action{TestLoop}, int)"/>
    public static void Replay(Func<TestLoop, Task> scenario, int seed) => Replay(Driven(scenario), seed);

    private static ScheduleException Explain(Action<TestLoop> scenario, Outcome failed)
    {
        var failure = failed.Failure!;
        if (failure.IsOfRealTime || Debugger.IsAttached || Outcome.Of(scenario, failed.Seed).DifferenceTo(failed) is not { } difference)
            return failure;
        return failed.Fail($"{difference}{Environment.NewLine}The first time: {failure.Message}", failure.InnerException);
    }

    private static Action<TestLoop> Driven(Func<TestLoop, Task> scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return test => test.Run(() => scenario(test));
    }
}
