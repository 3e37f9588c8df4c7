using System.Text;
using System.Text.Json;

namespace Crochet.Diagnostics;

/// <summary>Writes snapshots as JSON. By hand, since a serializer's reflection does not survive trimming.</summary>
internal static class SnapshotJson
{
    public static string Write(LoopSnapshot snapshot)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Write(json, snapshot);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, LoopSnapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteString("name", snapshot.Name);
        json.WriteString("state", snapshot.State.ToString());
        json.WriteString("takenAt", snapshot.TakenAt);
        json.WritePropertyName("running");
        if (snapshot.Running is { } running)
            Write(json, running);
        else
            json.WriteNullValue();
        json.WriteNumber("queuedCount", snapshot.QueuedCount);
        json.WriteNumber("pendingCount", snapshot.PendingCount);
        json.WriteNumber("abandonedCount", snapshot.AbandonedCount);
        json.WriteNumber("timerCount", snapshot.TimerCount);
        json.WriteNumber("stashedCount", snapshot.StashedCount);
        json.WriteNumber("turnCount", snapshot.TurnCount);
        json.WriteNumber("slowTurnCount", snapshot.SlowTurnCount);
        json.WriteNumber("refusedCount", snapshot.RefusedCount);
        json.WriteStartArray("pending");
        foreach (var call in snapshot.Pending)
            Write(json, call);
        json.WriteEndArray();
        json.WriteStartArray("waits");
        foreach (var wait in snapshot.Waits)
            Write(json, wait);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CallSnapshot call)
    {
        json.WriteStartObject();
        json.WriteString("call", call.Call);
        json.WriteString("arguments", call.Arguments);
        json.WriteString("caller", call.Caller);
        json.WriteString("phase", call.Phase.ToString());
        json.WriteNumber("queued", call.Queued.TotalSeconds);
        json.WriteNumber("running", call.Running.TotalSeconds);
        json.WriteNumber("awaiting", call.Awaiting.TotalSeconds);
        json.WriteBoolean("isAbandoned", call.IsAbandoned);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LoopWait wait)
    {
        json.WriteStartObject();
        json.WriteString("from", wait.From);
        json.WriteString("to", wait.To);
        json.WriteString("call", wait.Call);
        json.WriteEndObject();
    }
}
