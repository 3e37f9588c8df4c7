using Crochet.Timing;

namespace Crochet.Running;

/// <summary>
/// The stop of one loop, or of several that stop together. They drain side by side, and take each other's calls until all have drained;
/// each signals the tokens of what is left; then all their bound objects are disposed of, one after another, in the reverse order in which
/// they were added, each on its own loop; then all end.
/// </summary>
/// <remarks>
/// Its lock is taken after a loop's state lock, never before one; no loop is woken and nothing of a user's is called under it. A loop that
/// asks finds what to do next by <see cref="OnIdle"/>, <see cref="OnEnded"/>, <see cref="TakeDisposal"/> and <see cref="IsOverFor"/>,
/// between its turns, and is woken whenever an answer may have changed.
/// </remarks>
internal sealed class JointStop
{
    // Longer than a loop gives its calls, so that only one whose thread is held is left behind.
    private static readonly TimeSpan _patienceWithOthers = LoopLifetime.TokenTime + TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _disposalTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _lookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private StopMember[] _members;
    private readonly RealTimeBound _drain;
    private readonly RealTimeBound _look;
    private readonly RealTimeBound _others;
    private readonly RealTimeBound _disposal;
    private bool _hasBegun;
    private bool _isPatienceOver;

    // The object whose turn it is, and whether its loop has begun with it.
    private IBoundObject? _bound;
    private StopMember? _owner;
    private bool _isTaken;

    private JointStop(IEnumerable<EventLoop> loops, TimeProvider realTime)
    {
        _members = [.. loops.Select(static loop => new StopMember(loop))];
        _drain = new RealTimeBound(realTime, EndDrain);
        _look = new RealTimeBound(realTime, Look);
        _others = new RealTimeBound(realTime, EndPatience);
        _disposal = new RealTimeBound(realTime, LeaveDisposal);
    }

    /// <summary>Begins to stop those of the loops that run; those that never ran are stopped at once.</summary>
    public static void Begin(IReadOnlyList<EventLoop> loops, TimeSpan drain)
    {
        if (loops.All(static loop => loop.Lifetime.IsStopping))
            return;
        var stop = new JointStop(loops, loops[0].RealTime);
        stop.Join(drain);
    }

    public bool Contains(EventLoop? loop) => loop is not null && Array.Exists(_members, member => ReferenceEquals(member.Loop, loop));

    /// <summary>Ends the drain at once; from any thread.</summary>
    public void EndDrain()
    {
        foreach (var member in _members)
            member.Loop.Lifetime.Close(isOfDrain: true);
        WatchTheHeld();
    }

    /// <summary>Loop thread, between turns: nothing is in flight there.</summary>
    public void OnIdle(EventLoop loop)
    {
        lock (_lock)
        {
            MemberOf(loop).IdleSince = loop.Queue.BatchCount;
            // One after another they are looked at, each for what has come since it said so: only another's call could have, and none that
            // says so makes one.
            if (!_hasBegun || !Array.TrueForAll(_members, static member => member.IsIdle))
                return;
        }

        CloseAll();
    }

    /// <summary>Loop thread: one has closed alone; perhaps the others waited for it.</summary>
    public void OnClosed()
    {
        lock (_lock)
        {
            if (!_hasBegun || !Array.TrueForAll(_members, static member => member.IsIdle))
                return;
        }

        CloseAll();
    }

    /// <summary>Loop thread: the calls there have ended, or have had their time.</summary>
    public void OnEnded(EventLoop loop)
    {
        lock (_lock)
        {
            MemberOf(loop).HasEnded = true;
            if (MayDispose)
                _others.Clear();
        }

        ChooseNext();
    }

    /// <summary>The loop has lost its thread: whoever waits for it does not wait any more.</summary>
    public void OnLost(EventLoop loop)
    {
        lock (_lock)
        {
            var member = MemberOf(loop);
            member.HasEnded = true;
            member.IsHeld = true;
            if (ReferenceEquals(_owner, member))
                Forget();
        }

        ChooseNext();
    }

    /// <summary>Loop thread, between turns: the object to dispose of now.</summary>
    public BoundDisposal? TakeDisposal(EventLoop loop)
    {
        var hasComeBack = false;
        lock (_lock)
        {
            var member = MemberOf(loop);
            if (member.IsHeld)
            {
                member.IsHeld = false;
                hasComeBack = true;
            }
        }

        if (hasComeBack)
            ChooseNext();
        lock (_lock)
        {
            if (_isTaken || _bound is not { } bound || !ReferenceEquals(_owner!.Loop, loop))
                return null;
            _isTaken = true;
            return new BoundDisposal(loop, bound, () => OnDisposed(bound));
        }
    }

    /// <summary>Loop thread, between turns: the loop may end.</summary>
    public bool IsOverFor(EventLoop loop)
    {
        lock (_lock)
            return MemberOf(loop).HasEnded && MayDispose && _bound is null && FindLast() is null;
    }

    /// <summary>What the stop waits for in a loop, for a log.</summary>
    public string? NameOfDisposal(EventLoop loop)
    {
        lock (_lock)
            return _bound is { } bound && ReferenceEquals(_owner!.Loop, loop) ? bound.Name : null;
    }

    private bool MayDispose => _isPatienceOver || Array.TrueForAll(_members, static member => member.HasEnded);

    private void Join(TimeSpan drain)
    {
        // Those that are stopping already, or never ran, are none of this stop's.
        StopMember[] joined = [.. _members.Where(member => member.Loop.Lifetime.TryJoin(this))];
        lock (_lock)
        {
            _members = joined;
            _hasBegun = true;
        }

        if (drain == TimeSpan.Zero)
        {
            CloseAll();
            return;
        }

        _drain.Start(drain);
        _look.Start(_lookInterval);
        WakeAll();
    }

    private void CloseAll()
    {
        foreach (var member in _members)
            member.Loop.Lifetime.Close(isOfDrain: false);
        WatchTheHeld();
    }

    // A turn that does not return holds up nobody but its own loop.
    private void WatchTheHeld()
    {
        _drain.Clear();
        _look.Clear();
        if (_members.Length > 1)
            _others.Start(_patienceWithOthers);
    }

    private void EndPatience()
    {
        lock (_lock)
            _isPatienceOver = true;
        ChooseNext();
    }

    // A call that nothing can end any more is collected without a word.
    private void Look()
    {
        _look.Start(_lookInterval);
        WakeAll();
    }

    /// <summary>Has the next object disposed of, where it is time and there is one.</summary>
    public void ChooseNext()
    {
        lock (_lock)
        {
            if (_bound is not null || !MayDispose)
                return;
            if (FindLast() is { } owner && owner.Loop.BoundObjects.TakeLast() is { } bound)
            {
                _owner = owner;
                _bound = bound;
                _isTaken = false;
                _disposal.Start(_disposalTime);
            }
        }

        WakeAll();
    }

    private void OnDisposed(IBoundObject bound)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_bound, bound))
                return;
            Forget();
        }

        ChooseNext();
    }

    private void LeaveDisposal()
    {
        EventLoop loop;
        IBoundObject left;
        lock (_lock)
        {
            if (_bound is not { } bound || _owner is not { } owner)
                return;
            left = bound;
            loop = owner.Loop;
            // Not begun: its loop is held, and disposes of it when it comes back.
            if (!_isTaken)
                loop.BoundObjects.PutBack(bound);
            if (!_isTaken || loop.Turns.IsInTurn)
                owner.IsHeld = true;
            Forget();
        }

        loop.Reports.SlowDisposal(left.Name);
        ChooseNext();
    }

    private void Forget()
    {
        _bound = null;
        _owner = null;
        _disposal.Clear();
    }

    private StopMember? FindLast()
    {
        StopMember? last = null;
        var place = 0L;
        foreach (var member in _members)
        {
            if (member.MayDispose && member.Loop.BoundObjects.LastPlace is var lastPlace && lastPlace > place)
            {
                last = member;
                place = lastPlace;
            }
        }

        return last;
    }

    private StopMember MemberOf(EventLoop loop) => Array.Find(_members, member => ReferenceEquals(member.Loop, loop))!;

    private void WakeAll()
    {
        foreach (var member in _members)
            member.Loop.Wake();
    }
}
