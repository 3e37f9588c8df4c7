namespace Crochet.Timing;

/// <summary>Calls back when so much real time has passed, whatever the loop's own time is; on the watch thread, most often.</summary>
internal sealed class RealTimeBound
{
    // No alarm reaches as far as a drain may.
    private static readonly TimeSpan _farthest = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly Action _onElapsed;
    private readonly Alarm _alarm;
    private readonly Lock _lock = new();
    private long _began;
    private TimeSpan _length = Timeout.InfiniteTimeSpan;

    public RealTimeBound(TimeProvider time, Action onElapsed)
    {
        _time = time;
        _onElapsed = onElapsed;
        _alarm = Alarm.Create(time, Ring);
    }

    public bool HasElapsed
    {
        get
        {
            lock (_lock)
                return _length >= TimeSpan.Zero && _time.GetElapsedTime(_began) >= _length;
        }
    }

    /// <summary>Starts the time, or starts it anew.</summary>
    public void Start(TimeSpan length)
    {
        lock (_lock)
        {
            _began = _time.GetTimestamp();
            _length = length;
        }

        if (length != Timeout.InfiniteTimeSpan)
            _alarm.Set(length < _farthest ? length : _farthest);
    }

    public void Clear()
    {
        lock (_lock)
            _length = Timeout.InfiniteTimeSpan;
        _alarm.Clear();
    }

    private void Ring()
    {
        TimeSpan left;
        lock (_lock)
        {
            if (_length == Timeout.InfiniteTimeSpan)
                return;
            left = _length - _time.GetElapsedTime(_began);
        }

        if (left > TimeSpan.Zero)
            _alarm.Set(left < _farthest ? left : _farthest);
        else
            _onElapsed();
    }
}
