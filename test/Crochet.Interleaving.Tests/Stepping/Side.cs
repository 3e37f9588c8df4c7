namespace Crochet.Stepping;

/// <summary>One of the threads of a schedule. It runs only while it has the baton.</summary>
internal sealed class Side(Schedule schedule, int number, Action body)
{
    private readonly Baton _baton = new();
    private Func<bool>? _blockedUntil;

    public int Number => number;

    public bool HasEnded { get; private set; }

    /// <summary>Its wait has a timeout, which comes only when nobody else can go on.</summary>
    public bool MayTimeOut { get; set; }

    public bool IsRunnable => !HasEnded && (_blockedUntil is null || Steps.Without(_blockedUntil));

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"Side {number}" }.UnsafeStart();

    public void Resume() => _baton.Pass();

    public void Step()
    {
        if (schedule.Choose(this) is { } next && next != this)
        {
            next.Resume();
            _baton.TryTake(Timeout.InfiniteTimeSpan);
        }
    }

    public void BlockUntil(Func<bool> condition)
    {
        _blockedUntil = condition;
        Step();
        _blockedUntil = null;
    }

    /// <summary>Like <see cref="BlockUntil"/>, with a timeout that has come when this returns false.</summary>
    public bool TryBlockUntil(Func<bool> condition)
    {
        MayTimeOut = true;
        BlockUntil(condition);
        MayTimeOut = false;
        return condition();
    }

    public void Enter(object gate)
    {
        BlockUntil(() => schedule.IsFree(gate, this));
        schedule.Take(gate, this);
    }

    public void Exit(object gate) => schedule.Release(gate);

    /// <summary>Lets go of a lock however often it was taken, and gives back how often.</summary>
    public int ExitWholly(object gate) => schedule.ReleaseWholly(gate);

    public void EnterAgain(object gate, int times)
    {
        BlockUntil(() => schedule.IsFree(gate, this));
        for (var i = 0; i < times; i++)
            schedule.Take(gate, this);
    }

    private void Run()
    {
        _baton.TryTake(Timeout.InfiniteTimeSpan);
        Steps.Current = this;
        try
        {
            body();
        }
        catch (Exception exception)
        {
            schedule.Fail($"Side {number} threw {exception}");
        }

        HasEnded = true;
        schedule.Choose(this)?.Resume();
    }
}
