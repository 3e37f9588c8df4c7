namespace Crochet.Stepping;

/// <summary>
/// One run of some threads of which one goes on at a time. At each step, and where the running one blocks or ends, the chooser says which;
/// where none can go on and not all have ended, a wake-up was lost. Its memory is that of one processor: what only a weaker one shows is
/// not seen here.
/// </summary>
internal sealed class Schedule
{
    private static readonly TimeSpan _hangGuard = TimeSpan.FromSeconds(15);

    // Timeouts in a row without a step in between: whoever waits so often waits in vain.
    private const int VainTimeouts = 20;

    private readonly IChooser _chooser;
    private readonly Side[] _sides;
    private readonly Dictionary<object, (Side Owner, int Depth)> _held = new(ReferenceEqualityComparer.Instance);
    private readonly Baton _done = new();
    private volatile bool _isDone;
    private string? _failure;
    private int _timeouts;

    public Schedule(IChooser chooser, params Action[] bodies)
    {
        _chooser = chooser;
        _sides = [.. bodies.Select((body, number) => new Side(this, number, body))];
    }

    /// <summary>Null, or what went wrong.</summary>
    public string? Run()
    {
        foreach (var side in _sides)
            side.Start();
        _sides[_chooser.Choose(_sides.Length, isFirstRunning: false)].Resume();
        if (!_done.TryTake(_hangGuard))
            return "A side blocked where no step was. " + Describe();
        return _failure;
    }

    public void Fail(string failure) => _failure ??= failure;

    public bool IsFree(object gate, Side side) => !_held.TryGetValue(gate, out var held) || held.Owner == side;

    public void Take(object gate, Side side) => _held[gate] = (side, _held.TryGetValue(gate, out var held) ? held.Depth + 1 : 1);

    public void Release(object gate)
    {
        var (owner, depth) = _held[gate];
        if (depth == 1)
            _held.Remove(gate);
        else
            _held[gate] = (owner, depth - 1);
    }

    public int ReleaseWholly(object gate)
    {
        _held.Remove(gate, out var held);
        return held.Depth;
    }

    /// <summary>Who goes on; null when none does.</summary>
    public Side? Choose(Side running)
    {
        if (_isDone)
            return null;
        List<Side> runnable = running.IsRunnable ? [running] : [];
        foreach (var side in _sides)
        {
            if (side != running && side.IsRunnable)
                runnable.Add(side);
        }

        if (runnable.Count > 0)
        {
            _timeouts = 0;
        }
        else
        {
            runnable.AddRange(_sides.Where(static side => side is { MayTimeOut: true, HasEnded: false }));
            if (runnable.Count == 0 || ++_timeouts > VainTimeouts)
            {
                if (_sides.Any(static side => !side.HasEnded))
                    Fail("Nobody can go on: a wake-up was lost, or there is a deadlock. " + Describe());
                _isDone = true;
                _done.Pass();
                return null;
            }
        }

        return runnable.Count == 1 ? runnable[0] : runnable[_chooser.Choose(runnable.Count, runnable[0] == running)];
    }

    private string Describe() =>
        string.Join(", ", _sides.Select(static side => $"side {side.Number} {(side.HasEnded ? "has ended" : "has not")}"));
}
