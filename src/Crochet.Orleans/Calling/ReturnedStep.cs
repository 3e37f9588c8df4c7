using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>One step of a reading of what a call has returned. Who gives up a step leaves the reading.</summary>
internal sealed class ReturnedStep(RemoteMember member, ReturnedCall returned, ulong reading, ulong step)
    : RemoteCall(member, reading, returned.Worker)
{
    protected override ValueTask<byte[]> BeginAsync(ICrochetService service) =>
        service.StepReturned(Own, returned.Number, Number, step, Request);

    protected override ValueTask<byte[]> FollowAsync(ICrochetService service) => BeginAsync(service);

    protected override ValueTask CancelAsync(ICrochetService service) => service.LeaveStream(Own, Number);
}
