using System.Globalization;
using System.Text;

namespace Crochet;

/// <summary>What a loop was doing at one moment.</summary>
/// <param name="Name">The loop's name.</param>
/// <param name="State">Where it was in its life.</param>
/// <param name="TakenAt">When, by the loop's <see cref="TimeProvider"/>.</param>
/// <param name="Running">The call or callback that held the loop thread; null when it was free.</param>
/// <param name="QueuedCount">How much was queued, calls and callbacks alike.</param>
/// <param name="Pending">The calls that had started and not ended, abandoned ones among them, oldest first.</param>
public sealed record LoopSnapshot(
    string Name, EventLoopState State, DateTimeOffset TakenAt, CallSnapshot? Running, int QueuedCount, IReadOnlyList<CallSnapshot> Pending)
{
    /// <summary>How many calls had started and not ended: more than <see cref="Pending"/> lists where that was limited.</summary>
    public int PendingCount { get; init; }

    /// <summary>How many timers were set, awaited timeouts among them.</summary>
    public int TimerCount { get; init; }

    /// <summary>How many results were stashed.</summary>
    public int StashedCount { get; init; }

    /// <summary>A few lines, for a log.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Loop '{Name}' is {State}: ");
        text.Append(Running is null ? "nothing runs" : $"{Running.Call} has been running for {Duration.Text(Running.Running)}");
        text.Append(CultureInfo.InvariantCulture, $", {QueuedCount} queued, {PendingCount} pending, {TimerCount} timers, {StashedCount} stashed.");
        foreach (var call in Pending)
        {
            text.AppendLine();
            text.Append(CultureInfo.InvariantCulture, $"  {call.Call}: awaiting for {Duration.Text(call.Awaiting)} after {Duration.Text(call.Queued)} queued");
            if (call.IsAbandoned)
                text.Append(", abandoned");
        }

        return text.ToString();
    }

    /// <summary>One JSON object, for tools: times in seconds, names in camelCase.</summary>
    public string ToJson() => SnapshotJson.Write(this);
}
