using Crochet.Serving;

namespace Crochet.Stashing;

/// <summary>Who has a result for now, and until when. Under the keeper's lock.</summary>
internal sealed class Lease
{
    /// <summary>Ends when somebody should look again: the lease was given back, or the result taken.</summary>
    public TaskCompletionSource Changed { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null while nobody has it.</summary>
    public CallKey? Claim { get; set; }

    /// <summary>In <see cref="Environment.TickCount64"/>.</summary>
    public long EndsAt { get; set; }

    /// <summary>How many claims wait for it, or have it.</summary>
    public int Users { get; set; }
}
