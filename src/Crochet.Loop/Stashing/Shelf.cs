using System.Diagnostics.CodeAnalysis;
using Crochet.Timing;

namespace Crochet.Stashing;

/// <summary>
/// What a stash holds, by id: no more than its capacity, and each for its lifetime, which begins when its call has ended. From any thread.
/// </summary>
internal sealed class Shelf
{
    private const int CapacityToKeep = 1_024;
    private static readonly TimeSpan _longestSleep = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeSpan _lifetime;
    private readonly int _capacity;
    private readonly LoopClock _clock;
    private readonly Action<Stashed> _onExpired;
    private readonly Dictionary<StashId, Stashed> _byId = [];

    // Those that have ended, oldest end first: all have the same lifetime, so the first one expires first.
    private readonly LinkedList<Stashed> _ended = new();
    private ITimer? _sweep;

    /// <param name="lifetime">From a call's end.</param>
    /// <param name="capacity">How many at once.</param>
    /// <param name="timeProvider">Where its time comes from.</param>
    /// <param name="onExpired">Told of each that has been dropped, outside the lock.</param>
    public Shelf(TimeSpan lifetime, int capacity, TimeProvider timeProvider, Action<Stashed> onExpired)
    {
        _lifetime = lifetime;
        _capacity = capacity;
        _clock = new LoopClock(timeProvider);
        _onExpired = onExpired;
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _byId.Count;
        }
    }

    public bool IsFull => Count >= _capacity;

    public Stashed[] ToArray()
    {
        lock (_lock)
            return [.. _byId.Values];
    }

    /// <summary>Null where it is full.</summary>
    public Stashed? TryAdd(EventualResult result, IStashKeeper? keeper)
    {
        var stashed = new Stashed(this, StashId.New(), result, keeper);
        lock (_lock)
        {
            if (_byId.Count >= _capacity)
                return null;
            _byId.Add(stashed.Id, stashed);
        }

        if (!result.TryAddWaiter(stashed))
            OnEnded(stashed);
        return stashed;
    }

    /// <summary>The result with this id, unless a keeper has it; null where there is none.</summary>
    public EventualResult? Peek(StashId id)
    {
        lock (_lock)
            return Find(id)?.Result;
    }

    /// <summary>Takes it off; false where there is none, or where it is not wanted, and stays.</summary>
    public bool TryTake(StashId id, Predicate<EventualResult> isWanted, [NotNullWhen(true)] out EventualResult? found)
    {
        found = null;
        Stashed stashed;
        lock (_lock)
        {
            if (Find(id) is not { } present)
                return false;
            stashed = present;
            found = stashed.Result;
            if (!isWanted(found))
                return false;
            Remove(stashed);
        }

        StopWaiting(stashed);
        return true;
    }

    /// <summary>Takes it off, where it is still there.</summary>
    public void Forget(Stashed stashed)
    {
        lock (_lock)
        {
            if (!_byId.ContainsKey(stashed.Id))
                return;
            Remove(stashed);
        }

        StopWaiting(stashed);
    }

    /// <summary>Its call has ended: its time begins.</summary>
    public void OnEnded(Stashed stashed)
    {
        if (_lifetime == Timeout.InfiniteTimeSpan)
            return;
        lock (_lock)
        {
            if (!_byId.ContainsKey(stashed.Id) || stashed.Due != TimerWheel.Never)
                return;
            stashed.Due = LoopClock.Add(_clock.Now, _lifetime.Ticks);
            _ended.AddLast(stashed.Place);
            if (_ended.Count == 1)
                ScheduleSweep();
        }
    }

    public void DropExpired()
    {
        while (TryTakeExpired() is { } expired)
            _onExpired(expired);
    }

    private static void StopWaiting(Stashed stashed)
    {
        if (!stashed.Result.IsCompleted)
            stashed.Result.RemoveWaiter(stashed);
    }

    // Under the lock. What has a keeper is for nobody else.
    private Stashed? Find(StashId id) =>
        _byId.TryGetValue(id, out var stashed) && stashed.Keeper is null && !IsExpired(stashed) ? stashed : null;

    private bool IsExpired(Stashed stashed) => stashed.Due != TimerWheel.Never && stashed.Due <= _clock.Now;

    private void Remove(Stashed stashed)
    {
        if (stashed.Place.List is not null)
            _ended.Remove(stashed.Place);
        _byId.Remove(stashed.Id);
        if (_byId.Count > 0)
            return;
        ScheduleSweep();
        if (_byId.Capacity > CapacityToKeep)
            _byId.TrimExcess();
    }

    private Stashed? TryTakeExpired()
    {
        lock (_lock)
        {
            if (_ended.First?.Value is not { } first || !IsExpired(first))
                return null;
            Remove(first);
            return first;
        }
    }

    // Under the lock. A timer of the stash's own, so that it needs no loop; no timer reaches as far as a lifetime can, and then it is set
    // again.
    private void ScheduleSweep()
    {
        var delay = Timeout.InfiniteTimeSpan;
        if (_ended.First is { } first)
        {
            // Rounded up to what timers count in, so that none comes too early over and over.
            var left =
                TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Max(0, first.Value.Due - _clock.Now)).TotalMilliseconds));
            delay = left < _longestSleep ? left : _longestSleep;
        }

        if (_sweep is null && delay != Timeout.InfiniteTimeSpan)
            _sweep = CreateSweep();
        _sweep?.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private ITimer CreateSweep()
    {
        // The caller's context is none of the sweep's business, and would be kept alive by it.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return _clock.Provider.CreateTimer(
                static state => ((Shelf)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        DropExpired();
        lock (_lock)
            ScheduleSweep();
    }
}
