using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Crochet.Answers;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Crochet.Keeping;

/// <summary>Writes statuses: their own names as they are, what the application made by the application's JSON options.</summary>
internal sealed class StatusWriter(
    IOptions<JsonOptions> json, IOptions<CrochetResultsOptions> results, IHostEnvironment? environment = null,
    ILoggerFactory? loggerFactory = null)
{
    private static readonly JsonEncodedText _id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText _call = JsonEncodedText.Encode("call");
    private static readonly JsonEncodedText _status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText _progress = JsonEncodedText.Encode("progress");
    private static readonly JsonEncodedText _result = JsonEncodedText.Encode("result");
    private static readonly JsonEncodedText _error = JsonEncodedText.Encode("error");

    private readonly JsonSerializerOptions _options = json.Value.SerializerOptions;
    private readonly bool _showsFailures = results.Value.ShowFailures ?? environment?.IsDevelopment() ?? false;
    private readonly ILogger _logger = loggerFactory?.CreateLogger(HttpLog.Category) ?? NullLogger.Instance;

    public byte[] Write(ResultLook look)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = NewWriter(buffer))
            Write(writer, look);
        return buffer.WrittenSpan.ToArray();
    }

    public byte[] Write(IEnumerable<ResultLook> looks)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = NewWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var look in looks)
                Write(writer, look);
            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private Utf8JsonWriter NewWriter(IBufferWriter<byte> buffer) => new(buffer, new JsonWriterOptions { Encoder = _options.Encoder });

    private void Write(Utf8JsonWriter writer, ResultLook look)
    {
        // What cannot be written is a failure of its own, so that its owner learns why there is nothing.
        byte[]? value = null;
        var cannotBeWritten = look.Status == CrochetResultStatus.Succeeded && look.ValueType is { } type
            && !TryWriteValue(look.Value, type, look, "result", out value);
        var status = cannotBeWritten ? CrochetResultStatus.Failed : look.Status;

        writer.WriteStartObject();
        writer.WriteString(_id, look.Id);
        writer.WriteString(_call, look.Call);
        writer.WriteString(_status, NameOf(status));
        writer.WritePropertyName(_progress);
        if (look.Progress is { } progress && TryWriteValue(progress.Value, progress.Type, look, "progress", out var written))
            writer.WriteRawValue(written, skipInputValidation: true);
        else
            writer.WriteNullValue();
        if (status == CrochetResultStatus.Succeeded)
        {
            writer.WritePropertyName(_result);
            writer.WriteRawValue(value ?? "null"u8, skipInputValidation: true);
        }
        else if (status == CrochetResultStatus.Failed)
        {
            writer.WritePropertyName(_error);
            WriteError(writer, look.Failure);
        }

        writer.WriteEndObject();
    }

    private static string NameOf(CrochetResultStatus status) => status switch
    {
        CrochetResultStatus.Queued => "queued",
        CrochetResultStatus.Running => "running",
        CrochetResultStatus.Awaiting => "awaiting",
        CrochetResultStatus.Succeeded => "succeeded",
        CrochetResultStatus.Failed => "failed",
        _ => "cancelled",
    };

    private void WriteError(Utf8JsonWriter writer, Failure? failure)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", failure is null ? "The result cannot be written as JSON." : "The call failed.");
        writer.WriteNumber("status", failure is null ? 500 : Failures.StatusCodeOf(failure.Exception));
        if (_showsFailures && failure is not null)
        {
            writer.WriteString("detail", MessageOf(failure.Exception));
            writer.WriteString("exception", failure.Exception.GetType().FullName);
            writer.WriteString("trace", failure.Traceback);
        }

        writer.WriteEndObject();
    }

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception broken)
        {
            return $"{exception.GetType()} (its message cannot be had: {broken.GetType()})";
        }
    }

    private bool TryWriteValue(object? value, Type type, ResultLook look, string part, [NotNullWhen(true)] out byte[]? written)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = NewWriter(buffer))
                JsonSerializer.Serialize(writer, value, type, _options);
            written = buffer.WrittenSpan.ToArray();
            return true;
        }
        catch (Exception exception)
        {
            HttpLog.NotWritable(_logger, part, look.Call, type, exception);
            written = null;
            return false;
        }
    }
}
