namespace Crochet;

/// <summary>
/// Results that any process of the cluster can claim, once. The process that stored one keeps it, for as long as its container's
/// <see cref="ResultStash"/> does. A singleton of the container, from any thread.
/// </summary>
public interface IClusterStash
{
    /// <summary>Keeps a result in this process, and gives the id by which any process claims it.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="result">Ended or not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The container's stash is full, or this process is no member of a cluster yet.
    /// </exception>
    ClusterStashId Store<T>(EventualResult<T> result);

    /// <summary>
    /// Waits for the result's end and takes it, wherever it is kept. When this returns the result is gone from there. Of several that claim
    /// the same one gets it. A claimer's process that dies before it has the value, gives the result back when <see
    /// cref="CrochetClusterOptions.ClaimLease"/> ends.
    /// </summary>
    /// <typeparam name="T">The type that the result was stored with.</typeparam>
    /// <param name="id">What <see cref="Store"/> gave.</param>
    /// <param name="cancellationToken">Gives the claim up; the result stays for the next.</param>
    /// <returns>The value; what the call failed with is thrown.</returns>
    /// <exception cref="KeyNotFoundException">The id is unknown, was claimed before, or its result has expired.</exception>
    /// <exception cref="InvalidCastException">The result is of another type; it stays.</exception>
    /// <exception cref="WorkerLostException">The process that keeps it has left the cluster, or does not answer.</exception>
    /// <exception cref="OperationCanceledException">The claim was given up, or the call had been cancelled.</exception>
    Task<T> ClaimAsync<T>(ClusterStashId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// The call's progress as it comes, from any process: what was reported last, then each newer report. A slow reader skips those
    /// between, never the last. Ends when the call has ended, or the result has been claimed.
    /// </summary>
    /// <typeparam name="TProgress">The type that the call reports. Reports that cannot be read as that are skipped.</typeparam>
    /// <param name="id">What <see cref="Store"/> gave.</param>
    /// <param name="cancellationToken">Ends the reading alone.</param>
    /// <exception cref="KeyNotFoundException">
    /// At the first step: the id is unknown, was claimed before, or its result has expired.
    /// </exception>
    /// <exception cref="WorkerLostException">The process that keeps it has left the cluster, or does not answer.</exception>
    IAsyncEnumerable<TProgress> ReadProgressAsync<TProgress>(ClusterStashId id, CancellationToken cancellationToken = default);

    /// <summary>Cancels the call, as <see cref="EventualResult.Cancel"/> does in its own process.</summary>
    /// <param name="id">What <see cref="Store"/> gave.</param>
    /// <param name="cancellationToken">Ends the waiting for the answer.</param>
    /// <returns>False where the call has ended, and where the result is unknown or was claimed.</returns>
    /// <exception cref="WorkerLostException">The process that keeps it has left the cluster, or does not answer.</exception>
    Task<bool> CancelAsync(ClusterStashId id, CancellationToken cancellationToken = default);
}
