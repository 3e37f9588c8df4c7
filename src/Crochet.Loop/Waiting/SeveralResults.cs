namespace Crochet.Waiting;

/// <summary>Waits for several results at once: one wait of the calling thread, whatever their number.</summary>
internal static class SeveralResults
{
    /// <summary>A copy, so that nobody changes it during the wait.</summary>
    public static TResult[] ListOf<TResult>(IEnumerable<TResult> results) where TResult : EventualResult
    {
        ArgumentNullException.ThrowIfNull(results);
        TResult[] list = [.. results];
        if (Array.IndexOf(list, null) is >= 0 and var index)
            throw new ArgumentNullException(nameof(results), $"The result at {index} is null.");
        return list;
    }

    public static void WaitAll(EventualResult[] results, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline.Validate(timeout, nameof(timeout));
        if (BlockingWait.AwaitAll(results, timeout, cancellationToken) is { } left)
            left.ThrowTimedOut(timeout);
        foreach (var result in results)
            result.FailureOfEnd?.MarkRetrieved();
        foreach (var result in results)
            result.ThrowIfFailed();
    }

    public static int WaitAny(EventualResult[] results, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline.Validate(timeout, nameof(timeout));
        if (results.Length == 0)
            throw new ArgumentException("There are no results to wait for; give one at least.", nameof(results));
        var index = BlockingWait.AwaitAny(results, timeout, cancellationToken);
        if (index >= 0)
            return index;
        results[0].ThrowTimedOut(timeout);
        return 0;
    }
}
