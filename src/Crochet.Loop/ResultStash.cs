using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Crochet.Calls;
using Crochet.Diagnostics;
using Crochet.Stashing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crochet;

/// <summary>
/// Results kept for later, by an id that retrieves its result once and cannot be guessed: a web request starts work and stashes the result,
/// a later request picks it up. What nobody retrieves within the lifetime is dropped, and a failure among it reported. A loop has one of
/// its own (<see cref="EventLoop.Stash"/>); several loops may share one (<see cref="EventLoopOptions.Stash"/>). From any thread; a stash
/// outlives its loops.
/// </summary>
[DebuggerDisplay("{_shelf.Count} stashed")]
[DebuggerTypeProxy(typeof(DebuggerView))]
public sealed class ResultStash
{
    private readonly TimeSpan _lifetime;
    private readonly int _capacity;
    private readonly Shelf _shelf;
    private readonly ILogger _logger;
    private readonly bool _hasLog;

    // Whose own stash it is; null for one that was made by itself.
    private readonly EventLoop? _owner;

    /// <summary>Makes a stash that belongs to no loop.</summary>
    /// <param name="lifetime">
    /// How long a result is kept, from its stashing or its call's end, whichever is later; <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// Null: an hour.
    /// </param>
    /// <param name="capacity">How many results it keeps at once. Null: no limit.</param>
    /// <param name="timeProvider">Where its time comes from. Null: the system's.</param>
    /// <param name="loggerFactory">Where it logs what expired. Null: nowhere; failures of results without a loop then go to standard
    /// error.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is not more than zero, or <paramref name="capacity"/> less
    /// than 1.</exception>
    public ResultStash(TimeSpan? lifetime = null, int? capacity = null, TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
    {
        _lifetime = lifetime ?? TimeSpan.FromHours(1);
        if (_lifetime <= TimeSpan.Zero && _lifetime != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, "A lifetime is more than zero, or Timeout.InfiniteTimeSpan.");
        if (capacity < 1)
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A stash keeps one result at least; null is no limit.");
        _capacity = capacity ?? int.MaxValue;
        _shelf = new Shelf(_lifetime, _capacity, timeProvider ?? TimeProvider.System, OnExpired);
        _logger = loggerFactory is null ? NullLogger.Instance : new QuietLogger(loggerFactory.CreateLogger<ResultStash>());
        _hasLog = loggerFactory is not null;
    }

    internal ResultStash(EventLoop owner, EventLoopOptions options)
        : this(options.StashLifetime, capacity: null, options.TimeProvider, options.LoggerFactory) => _owner = owner;

    /// <summary>How many results are stashed now.</summary>
    public int Count
    {
        get
        {
            DropExpired();
            return _shelf.Count;
        }
    }

    /// <summary>Keeps a result, and gives the id that retrieves it once.</summary>
    /// <param name="result">Of any loop, or of none; ended or not.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The stash is full. The result goes on as it was.</exception>
    public StashId Store(EventualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        DropExpired();
        return _shelf.TryAdd(result, keeper: null)?.Id ?? throw FullException();
    }

    /// <summary>Keeps a task, as the result that <see cref="EventualResult.FromTask{T}(Task{T})"/> makes of it.</summary>
    /// <inheritdoc cref="Store(EventualResult)"/>
    public StashId Store<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        DropExpired();
        if (_shelf.IsFull)
            throw FullException();
        return Store(EventualResult.FromTask(task));
    }

    /// <summary>
    /// The result, which stays in the stash, for no longer than without this look. False where the id is unknown, was used before, or its
    /// result has expired.
    /// </summary>
    public bool TryPeek(StashId id, [NotNullWhen(true)] out EventualResult? result)
    {
        DropExpired();
        result = _shelf.Peek(id);
        return result is not null;
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
                $"The stashed result is of the type {result.GetType()}, not {typeof(EventualResult<T>)}. It stays in the stash: retrieve "
                    + "it as what it is.");
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

    /// <summary>
    /// Keeps a result that no id retrieves, for a keeper, whom it tells when the result expires. What has expired is not dropped first.
    /// </summary>
    /// <returns>What <see cref="Forget"/> takes; null where the stash is full.</returns>
    internal Stashed? TryKeep(EventualResult result, IStashKeeper keeper) => _shelf.TryAdd(result, keeper);

    /// <summary>Its keeper needs a result no more. Again, and after its expiry: nothing.</summary>
    internal void Forget(Stashed stashed) => _shelf.Forget(stashed);

    /// <summary>Not under a lock that a keeper takes when it is told.</summary>
    internal void DropExpired() => _shelf.DropExpired();

    /// <summary>The loop whose own stash this is has stopped: reports the failures that nobody has retrieved yet. They stay.</summary>
    internal void OnStopped(EventLoop loop)
    {
        if (!ReferenceEquals(loop, _owner))
            return;
        foreach (var failure in _shelf.ToArray().Select(static stashed => stashed.Result.FailureOfEnd).OfType<FailureRecord>())
            failure.ReportUnlessRetrieved(Report);
    }

    private InvalidOperationException FullException() => new(
        $"The stash is full: it keeps {_capacity} results at once. The result goes on as it was; retrieve others, or make the stash "
            + "with more capacity.");

    private KeyNotFoundException NotFound(StashId id) => new(
        $"There is no stashed result with this id ({id.ToString()[..4]}…). An id works once, and for {Duration.Text(_lifetime)} after "
            + "its call's end. Maybe it was used before, has expired, or belongs to another stash.");

    private bool TryTake(StashId id, Predicate<EventualResult> isWanted, [NotNullWhen(true)] out EventualResult? found)
    {
        DropExpired();
        return _shelf.TryTake(id, isWanted, out found);
    }

    private void OnExpired(Stashed expired)
    {
        if (expired.Keeper is { } keeper)
        {
            keeper.OnExpired(expired);
            return;
        }

        LoopLog.StashExpired(_logger, _lifetime);
        expired.Result.FailureOfEnd?.ReportUnlessRetrieved(Report);
    }

    // Of a failure whose result has no loop.
    private void Report(Failure failure, string source)
    {
        if (_owner is not null)
            _owner.Report(failure, source);
        else if (_hasLog)
            LoopLog.StashedFailure(_logger, source, failure.Exception);
        else
            StandardError.Write(
                $"{source} failed, and nobody retrieved its failure from the stash:{Environment.NewLine}{failure.Traceback}");
    }

    private sealed class DebuggerView(ResultStash stash)
    {
        [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
        public Stashed[] Results => stash._shelf.ToArray();
    }
}
