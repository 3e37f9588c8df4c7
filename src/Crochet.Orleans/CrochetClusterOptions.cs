using System.Text.Json;

namespace Crochet;

/// <summary>How a process takes part in calls between the processes of its cluster. Given to <c>AddCrochet</c> of a silo.</summary>
public sealed class CrochetClusterOptions
{
    /// <summary>
    /// How long this process lets calls from others end when it stops, before it leaves the cluster: 0 or more, and less than the host's
    /// ShutdownTimeout. New calls go to other processes meanwhile. Of the calls that are left then the tokens are signalled, and their
    /// callers get <see cref="WorkerLostException"/>.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many calls from other processes this one takes at once; 1 or more. One more goes to another process, where the call has no
    /// [LoopKey] and another has room; else it fails at once with <see cref="EventLoopOverloadedException"/>.
    /// </summary>
    public int MaxCallsPerWorker { get; set; } = 10_000;

    /// <summary>
    /// How long a claimed result is kept for its claimer to say that it has it; more than 0. Then it can be claimed again.
    /// </summary>
    public TimeSpan ClaimLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long this process lets others wait before it says that a call goes on. Well within a request's limit, so that nobody thinks the
    /// answer lost. For tests.
    /// </summary>
    internal TimeSpan LongestSilence { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads and writes arguments, results and progress, by the types that the interfaces declare. No type that a message names is ever
    /// made. All processes need options that understand each other.
    /// </summary>
    public JsonSerializerOptions Json { get; set; } = new();
}
