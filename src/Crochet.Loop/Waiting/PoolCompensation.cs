using Crochet.Timing;

namespace Crochet.Waiting;

/// <summary>
/// Raises the thread pool's minimum by one for every pool thread that is blocked in a wait, and lowers it again after, so that the work
/// they wait for finds a thread at once instead of after the pool's slow growth. Where that is not enough, since the application blocks
/// threads of the pool in its own ways, it goes on rising for as long as threads are blocked, work is pending and none of it completes.
/// </summary>
/// <remarks>
/// Invariant, under the lock: while threads are blocked, the pool's minimum is the application's own (<c>_own</c>) plus the raise, unless
/// the application has set another since; then that one becomes its own.
/// </remarks>
internal static class PoolCompensation
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);
    private static readonly Lock _lock = new();
    private static readonly HashSet<PoolShare> _shares = [];
    private static readonly Alarm _look = Alarm.Create(TimeProvider.System, Look);
    private static int _own;
    private static int _set = -1;
    private static bool _isLooking;
    private static int _step;
    private static long _completed;

    /// <summary>Call before blocking; true when <see cref="Leave"/> must be called after.</summary>
    public static bool TryEnter(PoolShare? share)
    {
        if (share is not { Limit: > 0 } || !Thread.CurrentThread.IsThreadPoolThread)
            return false;
        lock (_lock)
        {
            if (share.Blocked >= share.Limit)
                return false;
            share.Blocked++;
            // What was raised before in vain is this thread's now.
            if (share.Raise > share.Limit)
                share.Extra--;
            _shares.Add(share);
            Apply();
            if (!_isLooking)
                BeginToLook();
            return true;
        }
    }

    /// <summary>A thread that is interrupted in here has left all the same, and stays interrupted.</summary>
    public static void Leave(PoolShare share)
    {
        var hasLeft = false;
        try
        {
            lock (_lock)
            {
                hasLeft = true;
                if (--share.Blocked == 0)
                {
                    share.Extra = 0;
                    _shares.Remove(share);
                }

                Apply();
            }
        }
        catch (ThreadInterruptedException) when (!hasLeft)
        {
            Leave(share);
            Thread.CurrentThread.Interrupt();
        }
    }

    private static void BeginToLook()
    {
        _isLooking = true;
        _step = 1;
        _completed = ThreadPool.CompletedWorkItemCount;
        _look.Set(_interval);
    }

    // On the watch thread, which no pool can starve.
    private static void Look()
    {
        lock (_lock)
        {
            if (_shares.Count == 0)
            {
                _isLooking = false;
                return;
            }

            var completed = ThreadPool.CompletedWorkItemCount;
            if (completed == _completed && ThreadPool.PendingWorkItemCount > 0)
            {
                RaiseMore();
                _step *= 2;
            }
            else
            {
                _step = 1;
            }

            _completed = completed;
            _look.Set(_interval);
        }
    }

    private static void RaiseMore()
    {
        var left = _step;
        foreach (var share in _shares)
        {
            var more = Math.Min(left, share.Limit - share.Raise);
            share.Extra += more;
            left -= more;
        }

        // More than the limits allow is never asked for, however long it takes.
        if (left == _step)
            _step = 1;
        else
            Apply();
    }

    private static void Apply()
    {
        ThreadPool.GetMinThreads(out var minimum, out var completionPorts);
        if (minimum != _set)
            _own = minimum;
        ThreadPool.GetMaxThreads(out var maximum, out _);
        var wanted = _own;
        foreach (var share in _shares)
            wanted += share.Raise;
        wanted = Math.Min(wanted, maximum);
        if (wanted != minimum)
            ThreadPool.SetMinThreads(wanted, completionPorts);
        _set = _shares.Count == 0 ? -1 : wanted;
    }
}
