using Crochet.Testing.Choosing;

namespace Crochet.Testing.Driving;

/// <summary>Who is next. Only the holder of the baton asks.</summary>
internal sealed class Choice(Chooser chooser, Callers callers, HostedActor[] hosted)
{
    /// <summary>How many steps there may be while time stands still: far more than a test has, and a few seconds' worth at most.</summary>
    public const int MostSteps = 1_000_000;

    private readonly List<Actor> _ready = [];
    private Func<bool>? _hasReachedGoal;
    private int _steps;

    /// <summary>There have been more steps than that.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next driving begins, and goes on until idle.</summary>
    public void Begin()
    {
        _hasReachedGoal = null;
        IsTooLong = false;
        OnTimeMoved();
    }

    /// <summary>Nobody is next any more once this is true.</summary>
    public void StopAt(Func<bool> hasReachedGoal) => _hasReachedGoal = hasReachedGoal;

    public void OnTimeMoved() => _steps = 0;

    /// <summary>Null where nobody can go on, or where the driving has come to its end.</summary>
    public Actor? Next()
    {
        if (IsTooLong || _hasReachedGoal?.Invoke() == true)
            return null;
        _ready.Clear();
        foreach (var actor in hosted)
        {
            if (actor.IsReady)
                _ready.Add(actor);
        }

        callers.AddReadyTo(_ready);
        if (_ready.Count == 0)
            return null;
        IsTooLong = ++_steps > MostSteps;
        return IsTooLong ? null : chooser.Choose(_ready);
    }
}
