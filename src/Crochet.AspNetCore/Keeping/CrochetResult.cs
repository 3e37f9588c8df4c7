using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Crochet.Keeping;

/// <summary>A status as OpenAPI describes it. Named for the document's readers; <see cref="StatusWriter"/> writes it.</summary>
internal sealed class CrochetResult
{
    [JsonPropertyName("id"), Description("Names the result in its address.")]
    public required string Id { get; init; }

    [JsonPropertyName("call"), Description("What was called.")]
    public required string Call { get; init; }

    [JsonPropertyName("status"), Description("How far the call has come, or how it ended.")]
    public required CrochetResultStatus Status { get; init; }

    [JsonPropertyName("progress"), Description("The last progress that the call reported; null when none came.")]
    public object? Progress { get; init; }

    [JsonPropertyName("result"), Description("The value; there once the call has succeeded.")]
    public object? Result { get; init; }

    [JsonPropertyName("error"), Description("What went wrong; there once the call has failed.")]
    public ProblemDetails? Error { get; init; }
}
