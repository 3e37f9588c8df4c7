using System.Text.Json.Serialization;

namespace Crochet.Keeping;

/// <summary>How far a call has come, or how it ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CrochetResultStatus>))]
internal enum CrochetResultStatus
{
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("awaiting")]
    Awaiting,

    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
