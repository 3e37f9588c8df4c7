using Orleans.Services;

namespace Crochet.Wire;

/// <summary>
/// What the processes of a cluster ask each other. Each answers within seconds, however long a call goes on: <see cref="Batch"/> and <see
/// cref="Follow"/> say after a while that the call goes on, and are asked again. So Orleans's limit of a request is none of a call.
/// </summary>
[Alias("Crochet.Service.1")]
internal interface ICrochetService : IGrainService
{
    /// <summary>How long a request may go without an answer, before its caller asks again or gives up.</summary>
    internal const string Limit = "00:00:30";

    /// <summary>Starts calls, and takes back answers that are there by then, of whatever calls.</summary>
    /// <param name="caller">The caller's process.</param>
    /// <param name="message">The message's number, among those of this process to that one.</param>
    /// <param name="before">The message whose calls were made before; 0 where that has come back.</param>
    /// <param name="calls">A <see cref="CallBatch"/>.</param>
    /// <returns>The answer's number, and then each call's number and its answer: see <see cref="AnswerKind"/>. Empty where there are
    /// none.</returns>
    [ResponseTimeout(Limit), Alias("Batch")]
    ValueTask<byte[]> Batch(SiloAddress caller, ulong message, ulong before, [Immutable] byte[] calls);

    /// <summary>Waits on for the end of a call that goes on, or for its next report.</summary>
    /// <param name="caller">The caller's process.</param>
    /// <param name="call">The call's number there.</param>
    /// <param name="reported">The number of the last report that the caller has; 0 where it has none.</param>
    [ResponseTimeout(Limit), Alias("Follow")]
    ValueTask<byte[]> Follow(SiloAddress caller, ulong call, ulong reported);

    /// <summary>The caller has no more use for a call, or for the stream that it has returned.</summary>
    [ResponseTimeout(Limit), Alias("Cancel")]
    ValueTask Cancel(SiloAddress caller, ulong call);

    /// <summary>Waits for a stashed result, and leases it to the claimer.</summary>
    [ResponseTimeout(Limit), Alias("Claim")]
    ValueTask<byte[]> Claim(SiloAddress claimer, ulong claim, string id, string type);

    /// <summary>The claimer has the value, or gives up.</summary>
    /// <returns>Whether the claimer had the result until now: its lease may have ended, and another have taken it over.</returns>
    [ResponseTimeout(Limit), Alias("EndClaim")]
    ValueTask<bool> EndClaim(SiloAddress claimer, ulong claim, bool hasValue);

    /// <summary>The next report of a stashed result's progress.</summary>
    [ResponseTimeout(Limit), Alias("ReadProgress")]
    ValueTask<byte[]> ReadProgress(string id, long after);

    /// <summary>Cancels a stashed result's call.</summary>
    [ResponseTimeout(Limit), Alias("CancelStashed")]
    ValueTask<bool> CancelStashed(string id);

    /// <summary>Makes one step of a stream, the first of which begins it.</summary>
    /// <param name="caller">The caller's process.</param>
    /// <param name="stream">The stream's number there.</param>
    /// <param name="step">The step's number; one that is asked for again is not made again.</param>
    /// <param name="request">A <see cref="CallRequest"/>; with a later step, empty or with the trace alone.</param>
    [ResponseTimeout(Limit), Alias("Step")]
    ValueTask<byte[]> Step(SiloAddress caller, ulong stream, ulong step, [Immutable] byte[] request);

    /// <summary>Makes one step of a reading of the stream that a call has returned; the first begins the reading.</summary>
    /// <param name="caller">The caller's process.</param>
    /// <param name="call">The call's number there.</param>
    /// <param name="stream">The reading's number there.</param>
    /// <param name="step">The step's number; one that is asked for again is not made again.</param>
    /// <param name="request">Empty, or a <see cref="CallRequest"/> with the trace alone.</param>
    [ResponseTimeout(Limit), Alias("StepReturned")]
    ValueTask<byte[]> StepReturned(SiloAddress caller, ulong call, ulong stream, ulong step, [Immutable] byte[] request);

    /// <summary>The reader leaves a stream. Ends when its iterator has been disposed of.</summary>
    [ResponseTimeout(Limit), Alias("LeaveStream")]
    ValueTask LeaveStream(SiloAddress caller, ulong stream);

    /// <summary>Tells what a process offers, and asks the same.</summary>
    [ResponseTimeout("00:00:05"), Alias("Exchange")]
    ValueTask<byte[]> Exchange(SiloAddress from, [Immutable] byte[] offers);
}
