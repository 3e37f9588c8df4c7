namespace Crochet;

/// <summary>
/// One call in a loop, or one callback, at one moment. The times are from entering each phase to leaving it or, for the phase it is in, to the snapshot;
/// they follow the loop's <see cref="TimeProvider"/> and are no finer than a few milliseconds.
/// </summary>
/// <param name="Call">The call: "IDns.GetHostByName", or the method behind a delegate.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Queued">How long it has been, or was, in the queue.</param>
/// <param name="Running">How long its first turn has held, or held, the loop thread.</param>
/// <param name="Awaiting">How long the task that it returned has been pending.</param>
/// <param name="IsAbandoned">Its result has ended by a cancellation or a timeout which its work took no notice of.</param>
public sealed record CallSnapshot(string Call, CallPhase Phase, TimeSpan Queued, TimeSpan Running, TimeSpan Awaiting, bool IsAbandoned)
{
    internal static CallSnapshot Of(PendingCall call, uint now) => new(
        call.Name, CallPhase.Awaiting, LoopClock.Between(call.QueuedAt, call.StartedAt), LoopClock.Between(call.StartedAt, call.AwaitedAt),
        LoopClock.Between(call.AwaitedAt, now), call.IsAbandoned);
}
