namespace Crochet.Timing;

/// <summary>Looks again and again, on another thread than the loop's, while the loop is awake. A sleeping loop costs nothing.</summary>
internal sealed class Lookout
{
    private readonly TimeSpan _interval;
    private readonly Func<bool> _mayRest;
    private readonly Func<TimeSpan, TimeSpan> _look;
    private readonly Alarm _alarm;
    private int _isLooking;

    /// <param name="time">By whose time it looks.</param>
    /// <param name="interval">How often.</param>
    /// <param name="mayRest">Whether there is nothing to look for until <see cref="Begin"/>.</param>
    /// <param name="look">Looks, and says when to look next; it is told the usual interval.</param>
    public Lookout(TimeProvider time, TimeSpan interval, Func<bool> mayRest, Func<TimeSpan, TimeSpan> look)
    {
        _interval = interval;
        _mayRest = mayRest;
        _look = look;
        _alarm = Alarm.Create(time, Look);
    }

    /// <summary>There is something to look for.</summary>
    public void Begin()
    {
        // Pairs with Look, which lowers the flag and then asks again whether it may rest.
        if (Volatile.Read(ref _isLooking) == 0 && Interlocked.Exchange(ref _isLooking, 1) == 0)
            _alarm.Set(_interval);
    }

    public void End() => _alarm.Clear();

    private void Look()
    {
        if (_mayRest())
        {
            Interlocked.Exchange(ref _isLooking, 0);
            if (_mayRest() || Interlocked.Exchange(ref _isLooking, 1) != 0)
                return;
        }

        _alarm.Set(_look(_interval));
    }
}
