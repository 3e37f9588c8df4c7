using System.Text.Json;
using Crochet.Calls;

namespace Crochet.Wire;

/// <summary>A report of a call's progress between processes: its number, and its value by the type that the call reports.</summary>
internal static class ProgressFrame
{
    /// <summary>No report follows.</summary>
    public static byte[] End { get; } = [(byte)AnswerKind.Value];

    /// <summary>The answer of a call that has reported; null where the report cannot be written.</summary>
    public static byte[]? TryWrite(ProgressReport report, JsonSerializerOptions json)
    {
        try
        {
            return Write(AnswerKind.Progress, report, json);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <param name="kind">What the answer begins with.</param>
    /// <param name="report">The report.</param>
    /// <param name="json">How its value is written.</param>
    public static byte[] Write(AnswerKind kind, ProgressReport report, JsonSerializerOptions json)
    {
        var (value, type) = report.Content;
        var writer = new FrameWriter(kind);
        writer.WriteNumber((ulong)report.Number);
        using (var writing = new Utf8JsonWriter(writer.Buffer))
            JsonSerializer.Serialize(writing, value, json.GetTypeInfo(type));
        return writer.ToArray();
    }
}
