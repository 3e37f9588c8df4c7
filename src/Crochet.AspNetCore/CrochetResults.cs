namespace Crochet;

/// <summary>What an endpoint returns for work that goes on after its request.</summary>
public static class CrochetResults
{
    /// <summary>
    /// Keeps a result for the request's owner, and answers 202: the Location is its address under <c>MapCrochetResults</c>, as an absolute
    /// path, and the body its status. The call goes on when the request ends. A failure of the call is logged, as an error, when it comes,
    /// and counts as retrieved.
    /// </summary>
    /// <remarks>
    /// The call is cancelled where the result is not kept: 401 for a request without an owner, 429 for an owner who has too many results
    /// that have not ended,
    /// 503 where the stash is full. A result that has failed before it ran is answered with 503 as well. Retry-After says when to come
    /// again. Where the results are mapped more than once, the Location is under the first.
    /// </remarks>
    /// <param name="result">Of any loop, or of none; ended or not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// From the request: the services lack <c>AddCrochetResults</c>, or the endpoints <c>MapCrochetResults</c>. The message says which. The
    /// call is cancelled.
    /// </exception>
    public static CrochetAccepted Accepted(EventualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new CrochetAccepted(result);
    }

    /// <inheritdoc cref="Accepted(EventualResult)"/>
    /// <param name="task">Work without a loop. It cannot be cancelled: only its result is.</param>
    /// <exception cref="ArgumentNullException"><paramref name="task"/> is null.</exception>
    public static CrochetAccepted Accepted<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new CrochetAccepted(EventualResult.FromTask(task));
    }
}
