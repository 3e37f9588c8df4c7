namespace Crochet.Keeping;

/// <summary>
/// Looks after calls that somebody follows: a call does not say that it has begun to run, or to await, so that those which nobody follows
/// pay nothing for it. One timer for all, and none while nobody follows.
/// </summary>
internal sealed class PhaseWatch : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Lock _looking = new();
    private readonly Dictionary<KeptResult, int> _followers = [];
    private readonly Timer _timer;
    private bool _isDisposed;

    public PhaseWatch()
    {
        using (ExecutionContext.SuppressFlow())
            _timer = new Timer(static watch => ((PhaseWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many calls somebody follows.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _followers.Count;
        }
    }

    /// <summary>Watches the call until what this returns is disposed of.</summary>
    public IDisposable? Watch(KeptResult kept)
    {
        if (kept.HasEnded)
            return null;
        lock (_lock)
        {
            if (_isDisposed)
                return null;
            _followers[kept] = _followers.GetValueOrDefault(kept) + 1;
            if (_followers.Count == 1)
                _timer.Change(_period, _period);
        }

        return new Watching(this, kept);
    }

    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _timer.Dispose();
    }

    private void Look()
    {
        // A look that takes longer than the period is not begun a second time.
        if (!_looking.TryEnter())
            return;
        try
        {
            KeptResult[] followed;
            lock (_lock)
                followed = [.. _followers.Keys];
            foreach (var kept in followed)
                kept.AnnounceProgress();
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Leave(KeptResult kept)
    {
        lock (_lock)
        {
            if (_followers[kept] > 1)
            {
                _followers[kept]--;
                return;
            }

            _followers.Remove(kept);
            if (_followers.Count == 0 && !_isDisposed)
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Watching(PhaseWatch watch, KeptResult kept) : IDisposable
    {
        public void Dispose() => watch.Leave(kept);
    }
}
