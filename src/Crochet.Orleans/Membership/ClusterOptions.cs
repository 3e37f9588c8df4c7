using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Crochet.Membership;

/// <summary>The options as they are used: read once, when the silo is made.</summary>
internal sealed class ClusterOptions
{
    public const string MaxCalls =
        "CrochetClusterOptions.MaxCallsPerWorker is less than 1. Give how many calls this process takes at once.";
    public const string DrainAndLease =
        "CrochetClusterOptions.DrainTimeout is negative, or ClaimLease is not more than 0. "
        + "Give a time of 0 or more to drain, and of more than 0 to claim.";

    public ClusterOptions(IOptions<CrochetClusterOptions> options)
    {
        var given = options.Value;
        DrainTimeout = given.DrainTimeout;
        MaxCallsPerWorker = given.MaxCallsPerWorker;
        ClaimLease = given.ClaimLease;
        LongestSilence = given.LongestSilence;
        Json = new(given.Json);
        Json.MakeReadOnly(populateMissingResolver: true);
    }

    public TimeSpan DrainTimeout { get; }

    public int MaxCallsPerWorker { get; }

    public TimeSpan ClaimLease { get; }

    public TimeSpan LongestSilence { get; }

    /// <summary>The application's options, as they were then.</summary>
    public JsonSerializerOptions Json { get; }

    public static bool AreDrainAndLeaseValid(CrochetClusterOptions options) =>
        options.DrainTimeout >= TimeSpan.Zero && options.ClaimLease > TimeSpan.Zero;
}
