namespace Crochet.Calling;

/// <summary>One step of a reading of what a call has returned. Who gives up a step leaves the reading.</summary>
internal sealed class ReturnedStep(RemoteMember member, ReturnedCall returned, ulong reading, ulong step)
    : RemoteCall(member, reading, returned.Worker)
{
    protected override ValueTask<byte[]> BeginAsync(SiloAddress worker) =>
        At(worker).StepReturned(Own, returned.Number, Number, step, Request);

    protected override ValueTask<byte[]> FollowAsync(SiloAddress worker) => BeginAsync(worker);

    protected override ValueTask CancelAsync(SiloAddress worker) => At(worker).LeaveStream(Own, Number);
}
