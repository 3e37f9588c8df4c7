namespace Crochet.Waiting;

/// <summary>
/// Raises the thread pool's minimum by one for every pool thread that is blocked in a wait, and lowers it again after, so that the work they wait for
/// finds a thread at once instead of after the pool's slow growth.
/// </summary>
/// <remarks>
/// Invariant, under the lock: while threads are blocked, the pool's minimum is the application's own (<c>_own</c>) plus the raise, unless the application
/// has set another since; then that one becomes its own.
/// </remarks>
internal static class PoolCompensation
{
    private static readonly Lock _lock = new();
    private static int _blocked;
    private static int _own;
    private static int _set;

    /// <summary>How many pool threads are blocked and made up for.</summary>
    public static int Blocked => Volatile.Read(ref _blocked);

    /// <summary>Call before blocking; true when <see cref="Leave"/> must be called after.</summary>
    public static bool TryEnter(int limit)
    {
        if (limit <= 0 || !Thread.CurrentThread.IsThreadPoolThread)
            return false;
        lock (_lock)
        {
            if (_blocked >= limit)
                return false;
            _blocked++;
            Apply();
            return true;
        }
    }

    public static void Leave()
    {
        lock (_lock)
        {
            _blocked--;
            Apply();
        }
    }

    private static void Apply()
    {
        ThreadPool.GetMinThreads(out var minimum, out var completionPorts);
        if (minimum != _set)
            _own = minimum;
        ThreadPool.GetMaxThreads(out var maximum, out _);
        var wanted = Math.Min(_own + _blocked, maximum);
        if (wanted != minimum)
            ThreadPool.SetMinThreads(wanted, completionPorts);
        _set = _blocked == 0 ? -1 : wanted;
    }
}
