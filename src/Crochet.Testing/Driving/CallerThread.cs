using System.Diagnostics;
using Crochet.Waiting;

namespace Crochet.Testing.Driving;

/// <summary>
/// A thread for callers, one after another: to make one anew for each caller of each of a thousand orders would cost more than the orders
/// do.
/// </summary>
internal sealed class CallerThread
{
    private static readonly TimeSpan _idleTime = TimeSpan.FromSeconds(5);
    private static readonly List<CallerThread> _idle = [];

    // Guarded by the list.
    private Caller? _caller;
    private Parker? _parker;

    private CallerThread(Caller first) => _caller = first;

    /// <summary>Runs the caller, on a thread that has none.</summary>
    public static void Start(Caller caller)
    {
        CallerThread? idle = null;
        lock (_idle)
        {
            if (_idle.Count > 0)
            {
                idle = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
                idle._caller = caller;
            }
        }

        if (idle is null)
            new Thread(new CallerThread(caller).Run) { IsBackground = true }.UnsafeStart();
        else
            idle._parker!.Wake();
    }

    private void Run()
    {
        _parker = Parker.Current;
        while (Take() is { } caller)
        {
            if (Thread.CurrentThread.Name != caller.Name)
                Thread.CurrentThread.Name = caller.Name;
            caller.Run();
        }
    }

    // Null when there has been none for a while: then the thread ends.
    private Caller? Take()
    {
        var began = Stopwatch.GetTimestamp();
        for (var isListed = false; ; isListed = true)
        {
            lock (_idle)
            {
                if (_caller is { } caller)
                {
                    _caller = null;
                    return caller;
                }

                if (!isListed)
                    _idle.Add(this);
                else if (Stopwatch.GetElapsedTime(began) > _idleTime && _idle.Remove(this))
                    return null;
            }

            _parker!.Park((int)_idleTime.TotalMilliseconds);
        }
    }
}
