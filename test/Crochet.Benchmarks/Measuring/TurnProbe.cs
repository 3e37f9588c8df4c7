using System.Diagnostics;

namespace Crochet.Benchmarks.Measuring;

/// <summary>
/// Finds how long a loop was held at a time: a callback that posts itself again and again measures the gaps between its runs.
/// A thread that the system gave no processor, or that the garbage collector stopped, was not held by the loop.
/// </summary>
internal sealed class TurnProbe
{
    private readonly EventLoop _loop;
    private readonly Action _beat;
    private readonly TaskCompletionSource _ended = new();
    private volatile bool _stop;
    private long _last;
    private TimeSpan _lastPause;
    private TimeSpan? _lastWorked;
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
        Look();
        _loop.Post(_beat);
    }

    private void Beat()
    {
        var held = Look();
        if (held > _longest)
            _longest = held;
        if (_stop)
            _ended.SetResult();
        else
            _loop.Post(_beat);
    }

    private TimeSpan Look()
    {
        var (now, pause, worked) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration(), Machine.ReadThreadTime());
        var held = Stopwatch.GetElapsedTime(_last, now) - (pause - _lastPause);
        var busy = (worked - _lastWorked) ?? held;
        (_last, _lastPause, _lastWorked) = (now, pause, worked);
        return busy < held ? busy : held;
    }
}
