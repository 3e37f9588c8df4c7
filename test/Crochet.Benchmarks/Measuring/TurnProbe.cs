using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>
/// Finds how long a loop was held at a time: a callback that posts itself again and again measures the gaps between its runs.
/// Pauses of the garbage collector, which hold every thread, are taken off.
/// </summary>
internal sealed class TurnProbe
{
    private readonly EventLoop _loop;
    private readonly Action _beat;
    private readonly TaskCompletionSource _ended = new();
    private volatile bool _stop;
    private long _last;
    private TimeSpan _lastPause;
    private TimeSpan _longest;

    private TurnProbe(EventLoop loop)
    {
        _loop = loop;
        _beat = Beat;
    }

    public static TimeSpan LongestHold(EventLoop loop, Action during)
    {
        var probe = new TurnProbe(loop);
        loop.Post(probe.Begin);
        during();
        probe._stop = true;
        probe._ended.Task.Wait();
        return probe._longest;
    }

    private void Begin()
    {
        (_last, _lastPause) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
        _loop.Post(_beat);
    }

    private void Beat()
    {
        var (now, pause) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
        var held = Stopwatch.GetElapsedTime(_last, now) - (pause - _lastPause);
        if (held > _longest)
            _longest = held;
        (_last, _lastPause) = (now, pause);
        if (_stop)
            _ended.SetResult();
        else
            _loop.Post(_beat);
    }
}
