namespace Crochet.Testing;

/// <summary>
/// An order in which a scenario fails, or in which nothing can go on. Its message says why, and has the seed and the steps, ready for
/// <see cref="Schedules"/>.
/// </summary>
public sealed class ScheduleException : Exception
{
    /// <summary>Makes one; a test double may throw it.</summary>
    /// <param name="message">What failed. It is shown as it is.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="steps">Who ran, in order.</param>
    /// <param name="innerException">What the scenario or its caller threw; null where nothing could go on.</param>
    /// <exception cref="ArgumentNullException"><paramref name="steps"/> is null.</exception>
    public ScheduleException(string message, int seed, IReadOnlyList<string> steps, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Seed = seed;
        Steps = steps;
    }

    /// <summary>The seed that gives this order again: <see cref="Schedules.Replay(Action{TestLoop}, int)"/>.</summary>
    public int Seed { get; }

    /// <summary>
    /// Who ran, in order, and up to which call: "caller 1: IBank.Withdraw", "loop: IBank.Withdraw", "time: +1 s". Of very many the first
    /// 1,000 and the last 9,000.
    /// </summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>It tells of 10 s that have passed, and would pass again.</summary>
    internal bool IsOfRealTime { get; init; }
}
