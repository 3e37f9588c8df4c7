using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Crochet.Running;

namespace Crochet.Diagnostics;

/// <summary>
/// What OpenTelemetry gets of the loops in this process, from a meter and an activity source that are both named "Crochet". Names and units
/// follow its conventions: times in seconds, a prefix of our own.
/// </summary>
internal static class Telemetry
{
    public const string Name = "Crochet";
    public const string LoopTag = "crochet.loop.name";
    public const string CallTag = "crochet.call.name";
    public const string OutcomeTag = "crochet.call.outcome";
    public const string ErrorTag = "error.type";

    private static readonly string? _version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter _meter = new(Name, _version);

    // From a call that ends in place to one that is given a minute.
    private static readonly InstrumentAdvice<double> _buckets = new()
    {
        HistogramBucketBoundaries =
            [0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private static readonly Counter<long> _calls =
        _meter.CreateCounter<long>("crochet.calls", "{call}", "Calls that have ended, by outcome.");
    private static readonly Histogram<double> _total = Times("crochet.call.duration", "From the call to its end, by outcome.");
    private static readonly Histogram<double> _queued = Times("crochet.call.queue.duration", "How long calls were queued.");
    private static readonly Histogram<double> _running =
        Times("crochet.call.run.duration", "How long the first turns of calls held the loop thread.");

    static Telemetry()
    {
        Observe("crochet.loop.queue.length", "{item}", "Calls and callbacks in the queue.", static loop => loop.QueuedCount);
        Observe("crochet.loop.pending_calls", "{call}", "Calls that have started and not ended.", static loop => loop.Pending.Count);
        Observe(
            "crochet.loop.abandoned_calls", "{call}", "Calls that still run after their result has ended.",
            static loop => loop.Pending.AbandonedCount);
        Observe("crochet.loop.stashed_results", "{result}", "Results in the stash.", static loop => loop.Stash.Count);
        _meter.CreateObservableCounter(
            "crochet.loop.refused_calls", () =>
                Measure(static loop => loop.Calls.Limit?.RefusedCount ?? 0), "{call}", "Calls that the queue's limit refused.");
        _meter.CreateObservableCounter(
            "crochet.loop.slow_turns", () =>
                Measure(static loop => loop.SlowTurns.Count), "{turn}", "Turns that held the loop thread for too long.");
    }

    public static ActivitySource Source { get; } = new(Name, _version);

    /// <summary>Whether anybody listens for calls. Read for every call, so this must cost next to nothing.</summary>
    public static bool IsListenedTo => Diagnosis.IsEnabled
        && (_calls.Enabled || _total.Enabled || _queued.Enabled || _running.Enabled || Source.HasListeners());

    /// <summary>
    /// Makes the meter and its instruments, which takes as long as the rest of a process's first call: on a loop's new thread, beside
    /// whatever readies that call. Who needs them sooner waits for them, so that no call goes uncounted.
    /// </summary>
    public static void Prepare()
    {
        if (!Diagnosis.IsEnabled)
            return;
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(Telemetry).TypeHandle);
        }
        catch (TypeInitializationException)
        {
            // A listener threw, which is user code. The first call throws this too, to its caller.
        }
    }

    /// <param name="loop">The loop's name.</param>
    /// <param name="call">The call's name.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="error">The type of its exception.</param>
    /// <param name="queued">How long it was queued.</param>
    /// <param name="running">How long its first turn took; null where it never started.</param>
    /// <param name="total">From the call to its end.</param>
    public static void Record(string loop, string call, string outcome, string? error, TimeSpan queued, TimeSpan? running, TimeSpan total)
    {
        var tags = new TagList { { LoopTag, loop }, { CallTag, call } };
        _queued.Record(queued.TotalSeconds, tags);
        if (running is { } ran)
            _running.Record(ran.TotalSeconds, tags);
        tags.Add(OutcomeTag, outcome);
        if (error is not null)
            tags.Add(ErrorTag, error);
        _calls.Add(1, tags);
        _total.Record(total.TotalSeconds, tags);
    }

    private static Histogram<double> Times(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, _buckets);

    private static void Observe(string name, string unit, string description, Func<EventLoop, long> measure) =>
        _meter.CreateObservableUpDownCounter(name, () => Measure(measure), unit, description);

    // Only of the loops that run: a stopped one is held by nobody here.
    private static IEnumerable<Measurement<long>> Measure(Func<EventLoop, long> measure) =>
        ProcessExit.Running.Select(loop => new Measurement<long>(measure(loop), new KeyValuePair<string, object?>(LoopTag, loop.Name)));
}
