using System.Globalization;
using System.Text;
using Crochet.Diagnostics;

namespace Crochet;

/// <summary>What a loop was doing at one moment.</summary>
public sealed record LoopSnapshot
{
    /// <summary>The loop's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was in its life.</summary>
    public required EventLoopState State { get; init; }

    /// <summary>When, by the loop's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The call or callback that held the loop thread; null when it was free.</summary>
    public CallSnapshot? Running { get; init; }

    /// <summary>How much was queued, calls and callbacks alike.</summary>
    public int QueuedCount { get; init; }

    /// <summary>The calls that had started and not ended, abandoned ones among them, oldest first.</summary>
    public IReadOnlyList<CallSnapshot> Pending { get; init; } = [];

    /// <summary>How many calls had started and not ended: more than <see cref="Pending"/> lists where that was limited.</summary>
    public int PendingCount { get; init; }

    /// <summary>How many of the pending calls were abandoned.</summary>
    public int AbandonedCount { get; init; }

    /// <summary>How many timers were set, awaited timeouts among them.</summary>
    public int TimerCount { get; init; }

    /// <summary>How many results were stashed.</summary>
    public int StashedCount { get; init; }

    /// <summary>How many turns the loop had begun since it was made; calls that were withdrawn from its queue are among them.</summary>
    public long TurnCount { get; init; }

    /// <summary>
    /// How many turns had held the loop for longer than <see cref="EventLoopOptions.SlowTurnThreshold"/> since it was made.
    /// </summary>
    public long SlowTurnCount { get; init; }

    /// <summary>How many calls had been refused since the loop was made, for <see cref="EventLoopOptions.QueueLimit"/>.</summary>
    public long RefusedCount { get; init; }

    /// <summary>Which loops' threads were blocked for results of other loops, in the whole process.</summary>
    public IReadOnlyList<LoopWait> Waits { get; init; } = [];

    internal int Id { get; init; }

    /// <summary>
    /// A few lines, for a log: one for the loop, one for each call in <see cref="Pending"/>, one for each loop that waits.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"Loop '{OneLine.Of(Name)}' is {State}: {RunningText}, {QueuedCount} queued, {PendingCount} pending");
        if (AbandonedCount > 0)
            text.Append(CultureInfo.InvariantCulture, $" ({AbandonedCount} abandoned)");
        text.Append(CultureInfo.InvariantCulture, $", {TimerCount} timers, {StashedCount} stashed, {SlowTurnCount} slow turns.");
        foreach (var call in Pending)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"  {OneLine.Of(call.Text)}: awaiting for {Duration.Text(call.Awaiting)}, ");
            text.Append(CultureInfo.InvariantCulture,
                $"after {Duration.Text(call.Queued)} queued and {Duration.Text(call.Running)} running");
            text.Append(call.IsAbandoned ? ", abandoned" : CalledBy(call));
        }

        if (PendingCount > Pending.Count)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  and {PendingCount - Pending.Count} more pending");
        foreach (var wait in Waits)
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"  '{OneLine.Of(wait.From)}' waits for '{OneLine.Of(wait.To)}': {OneLine.Of(wait.Call)}");
        return text.ToString();
    }

    /// <summary>One JSON object, for tools: times in seconds, names in camelCase. Names are only ever added.</summary>
    public string ToJson() => SnapshotJson.Write(this);

    /// <summary>
    /// A graph in Graphviz's DOT language: this loop, the loops that wait for each other, the threads that are blocked for its calls, and
    /// who waits for whom.
    /// </summary>
    public string ToDot() => SnapshotDot.Write([this]);

    /// <summary>Several loops in one graph, as <see cref="EventLoop.GetSnapshots"/> gives them.</summary>
    /// <inheritdoc cref="ToDot()"/>
    public static string ToDot(IEnumerable<LoopSnapshot> loops)
    {
        ArgumentNullException.ThrowIfNull(loops);
        return SnapshotDot.Write([.. loops]);
    }

    private string RunningText => Running is null
        ? "nothing runs"
        : $"{OneLine.Of(Running.Text)} has held it for {Duration.Text(Running.Running)}{CalledBy(Running)}";

    private static string CalledBy(CallSnapshot call) => call.Caller is { } caller ? $" (called by {OneLine.Of(caller)})" : "";
}
