using Crochet.Membership;
using Crochet.Serving;
using Crochet.Stashing;
using Microsoft.Extensions.Logging;

namespace Crochet.Wire;

/// <summary>The part of this process that others talk to. It knows nothing but where to hand on what they ask.</summary>
internal sealed class CrochetService(
    GrainId id, Silo silo, ILoggerFactory loggerFactory, Worker worker, ServedStreams streams, StashKeeper stash, ClusterView view)
    : GrainService(id, silo, loggerFactory), ICrochetService
{
    public ValueTask<byte[]> Batch(SiloAddress caller, ulong message, ulong before, byte[] calls) =>
        worker.BatchAsync(caller, message, before, calls);

    public ValueTask<byte[]> Follow(SiloAddress caller, ulong call, ulong reported) => worker.FollowAsync(caller, call, reported);

    public ValueTask Cancel(SiloAddress caller, ulong call)
    {
        worker.Cancel(caller, call);
        return ValueTask.CompletedTask;
    }

    public ValueTask<byte[]> Claim(SiloAddress claimer, ulong claim, string id, string type) =>
        stash.ClaimAsync(new(claimer, claim), StashId.Parse(id, provider: null), type);

    public ValueTask<bool> EndClaim(SiloAddress claimer, ulong claim, bool hasValue) => new(stash.End(new(claimer, claim), hasValue));

    public ValueTask<byte[]> ReadProgress(string id, long after) => stash.ReadProgressAsync(StashId.Parse(id, provider: null), after);

    public ValueTask<bool> CancelStashed(string id) => new(stash.Cancel(StashId.Parse(id, provider: null)));

    public ValueTask<byte[]> Step(SiloAddress caller, ulong stream, ulong step, byte[] request) =>
        streams.StepAsync(caller, stream, step, request);

    public ValueTask<byte[]> StepReturned(SiloAddress caller, ulong call, ulong stream, ulong step, byte[] request) =>
        streams.StepReturnedAsync(caller, call, stream, step, request);

    public ValueTask LeaveStream(SiloAddress caller, ulong stream) => streams.LeaveAsync(caller, stream);

    public ValueTask<byte[]> Exchange(SiloAddress from, byte[] offers) => new(view.Hear(from, offers));
}
