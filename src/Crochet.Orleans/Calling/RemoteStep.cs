namespace Crochet.Calling;

/// <summary>One step of a stream that another process makes. Who gives up a step leaves the stream.</summary>
internal sealed class RemoteStep : RemoteCall
{
    private readonly ulong _step;

    /// <summary>The first step, which makes the call.</summary>
    public RemoteStep(RemoteMember member, byte[] arguments, byte[]? key)
        : base(member, arguments, key) => _step = 1;

    /// <summary>A later one.</summary>
    public RemoteStep(RemoteMember member, ulong stream, SiloAddress worker, ulong step)
        : base(member, stream, worker) => _step = step;

    protected override ValueTask<byte[]> BeginAsync(SiloAddress worker) => At(worker).Step(Own, Number, _step, Request);

    protected override ValueTask<byte[]> FollowAsync(SiloAddress worker) => At(worker).Step(Own, Number, _step, []);

    protected override ValueTask CancelAsync(SiloAddress worker) => At(worker).LeaveStream(Own, Number);
}
