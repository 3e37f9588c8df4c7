using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Crochet.Calls;
using Crochet.Running;
using Crochet.Timing;

namespace Crochet;

/// <summary>
/// Results kept for later, by an id that retrieves its result once and cannot be guessed: a web request starts work and stashes the result, a later request
/// picks it up. What is not retrieved within <see cref="EventLoopOptions.StashLifetime"/> is dropped, and a failure among it reported. From any thread; the
/// stash outlives its loop's stop.
/// </summary>
[DebuggerDisplay("{_byId.Count} stashed")]
[DebuggerTypeProxy(typeof(DebuggerView))]
public sealed class ResultStash
{
    private const int DropsPerTurn = 1_000;
    private const int CapacityToKeep = 1_024;

    private readonly EventLoop _loop;
    private readonly TimeSpan _lifetime;
    private readonly Sweep _sweep;
    private readonly Lock _lock = new();

    // By id, and oldest first: all have the same lifetime, so the first one expires first.
    private readonly Dictionary<StashId, LinkedListNode<Stashed>> _byId = [];
    private readonly LinkedList<Stashed> _byAge = new();

    internal ResultStash(EventLoop loop, TimeSpan lifetime)
    {
        _loop = loop;
        _lifetime = lifetime;
        _sweep = new Sweep(this);
    }

    /// <summary>How many results are stashed now.</summary>
    public int Count
    {
        get
        {
            DropExpired(DropsPerTurn);
            lock (_lock)
                return _byId.Count - CountExpired();
        }
    }

    /// <summary>Keeps a result, and gives the id that retrieves it once.</summary>
    /// <param name="result">Of any loop, or of none; ended or not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    public StashId Store(EventualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var id = StashId.New();
        lock (_lock)
        {
            var due = _lifetime == Timeout.InfiniteTimeSpan ? TimerWheel.Never : EventLoop.SaturatingAdd(_loop.Clock.Now, _lifetime.Ticks);
            _byId.Add(id, _byAge.AddLast(new Stashed(id, result, due)));
            if (_byAge.Count == 1)
                ScheduleSweep();
        }

        return id;
    }

    /// <summary>Takes the result out of the stash: the id is used up.</summary>
    /// <exception cref="KeyNotFoundException">The id is unknown, was used before, or its result has expired.</exception>
    public EventualResult Retrieve(StashId id) => TryRetrieve(id, out var result) ? result : throw NotFound(id);

    /// <inheritdoc cref="Retrieve(StashId)"/>
    /// <exception cref="InvalidCastException">The result is of another type; it stays in the stash.</exception>
    public EventualResult<T> Retrieve<T>(StashId id)
    {
        if (TryTake(id, static result => result is EventualResult<T>, out var result))
            return (EventualResult<T>)result;
        throw result is null
            ? NotFound(id)
            : new InvalidCastException(
                $"The stashed result is of the type {result.GetType()}, not {typeof(EventualResult<T>)}. "
                + "It stays in the stash. Retrieve it with its own type.");
    }

    /// <summary>Takes the result out of the stash; false where the id is unknown, was used before, or its result has expired.</summary>
    public bool TryRetrieve(StashId id, [NotNullWhen(true)] out EventualResult? result) => TryTake(id, static _ => true, out result);

    /// <summary>Takes the result out of the stash; false also where it is of another type, and stays.</summary>
    public bool TryRetrieve<T>(StashId id, [NotNullWhen(true)] out EventualResult<T>? result)
    {
        var taken = TryTake(id, static stashed => stashed is EventualResult<T>, out var found);
        result = taken ? (EventualResult<T>)found! : null;
        return taken;
    }

    /// <summary>Reports the failures that nobody has retrieved yet. They stay: the stash outlives its loop's stop.</summary>
    internal void ReportFailures()
    {
        List<FailureRecord> failures;
        lock (_lock)
            failures = [.. _byAge.Select(static stashed => stashed.Result.FailureOfEnd).OfType<FailureRecord>()];
        foreach (var failure in failures)
            failure.ReportUnlessRetrieved(_loop);
    }

    private static KeyNotFoundException NotFound(StashId id) =>
        new($"There is no stashed result with this id ({id.ToString()[..4]}…): it was retrieved before (an id works once), has expired, or is another loop's.");

    private bool TryTake(StashId id, Predicate<EventualResult> isWanted, [NotNullWhen(true)] out EventualResult? found)
    {
        found = null;
        DropExpired(DropsPerTurn);
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out var node) || node.Value.Due <= Now)
                return false;
            found = node.Value.Result;
            if (!isWanted(found))
                return false;
            Remove(node);
            return true;
        }
    }

    private long Now => _lifetime == Timeout.InfiniteTimeSpan ? 0 : _loop.Clock.Now;

    private void Remove(LinkedListNode<Stashed> node)
    {
        _byAge.Remove(node);
        _byId.Remove(node.Value.Id);
        if (_byId.Count > 0)
            return;
        ScheduleSweep();
        if (_byId.Capacity > CapacityToKeep)
            _byId.TrimExcess();
    }

    /// <summary>Drops the oldest that have expired, at most so many.</summary>
    private void DropExpired(int limit)
    {
        var now = Now;
        for (var dropped = 0; dropped < limit; dropped++)
        {
            EventualResult expired;
            lock (_lock)
            {
                if (_byAge.First is not { } first || first.Value.Due > now)
                    return;
                expired = first.Value.Result;
                Remove(first);
            }

            _loop.OnStashExpired(_lifetime);
            expired.FailureOfEnd?.ReportUnlessRetrieved(_loop);
        }
    }

    private int CountExpired()
    {
        var now = Now;
        var expired = 0;
        for (var node = _byAge.First; node is not null && node.Value.Due <= now; node = node.Next)
            expired++;
        return expired;
    }

    private void ScheduleSweep()
    {
        if (_byAge.First is { Value.Due: not TimerWheel.Never and var due })
            _loop.SetTimerAt(_sweep, due);
        else
            _loop.ClearTimer(_sweep);
    }

    [DebuggerDisplay("{Id}: {Result.GetName(),nq}, {Result.StatusText,nq}")]
    private readonly record struct Stashed(StashId Id, EventualResult Result, long Due);

    private sealed class DebuggerView(ResultStash stash)
    {
        /// <summary>Oldest first.</summary>
        [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
        public Stashed[] Results
        {
            get
            {
                lock (stash._lock)
                    return [.. stash._byAge];
            }
        }
    }

    // Loop thread. A bounded number in a turn, and the rest in turns of their own, so that a stash that expires all at once does not hold the loop.
    private void SweepExpired()
    {
        DropExpired(DropsPerTurn);
        lock (_lock)
        {
            if (_byAge.First is { } first && first.Value.Due <= Now)
                _loop.PostOwn(new SweepTurn(this));
            else
                ScheduleSweep();
        }
    }

    private sealed class Sweep(ResultStash stash) : TimerEntry
    {
        public override string GetName() => SweepTurn.Name;

        public override void Execute(EventLoop loop) => stash.SweepExpired();
    }

    private sealed class SweepTurn(ResultStash stash) : WorkItem
    {
        public const string Name = "The stash's sweep";

        public override string GetName() => Name;

        public override void Execute(EventLoop loop) => stash.SweepExpired();

        public override bool Drop() => false;
    }
}
