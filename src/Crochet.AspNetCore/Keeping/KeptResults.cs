using Crochet.Answers;
using Crochet.Stashing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Crochet.Keeping;

/// <summary>
/// The results that are kept for their owners, in the container's stash, which knows when they expire; without AddCrochet, in one of their
/// own.
/// </summary>
internal sealed class KeptResults(
    IOptions<CrochetResultsOptions> options, ResultStash? stash = null, TimeProvider? timeProvider = null,
    ILoggerFactory? loggerFactory = null)
    : IStashKeeper
{
    private readonly ResultStash _stash = stash ?? new ResultStash(timeProvider: timeProvider, loggerFactory: loggerFactory);
    private readonly int _maxPerOwner = options.Value.MaxPerOwner;
    private readonly ILogger _logger = loggerFactory?.CreateLogger(HttpLog.Category) ?? NullLogger.Instance;
    private readonly Lock _lock = new();
    private readonly Dictionary<StashId, KeptResult> _byId = [];
    private readonly Dictionary<string, List<KeptResult>> _byOwner = new(StringComparer.Ordinal);
    private long _lastNumber;
    private long _lastEnd;

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byId.Count;
        }
    }

    /// <summary>Keeps a result; else says why not.</summary>
    public (KeptResult? Kept, IResult? Refusal) TryKeep(string owner, EventualResult result)
    {
        KeptResult kept;
        // Not under the lock: what has expired is forgotten here too.
        _stash.DropExpired();
        lock (_lock)
        {
            if (!_byOwner.TryGetValue(owner, out var results))
                results = [];
            if (!result.IsCompleted && results.Count(static other => !other.HasEnded) >= _maxPerOwner)
                return (null, Refusals.TooMany);
            if (_stash.TryKeep(result, this) is not { } stashed)
                return (null, Refusals.NotNow("No more results can be kept now."));
            kept = new KeptResult(stashed, owner, ++_lastNumber);
            results.Add(kept);
            _byOwner[owner] = results;
            _byId.Add(kept.Id, kept);
        }

        _ = FollowAsync(kept);
        return (kept, null);
    }

    /// <summary>The owner's result; null where there is none of this text, or it is somebody else's.</summary>
    public KeptResult? Find(string? owner, string id)
    {
        if (owner is null || !StashId.TryParse(id, out var parsed))
            return null;
        _stash.DropExpired();
        lock (_lock)
            return _byId.GetValueOrDefault(parsed) is { } kept && kept.Owner == owner ? kept : null;
    }

    /// <summary>The owner's results, oldest first.</summary>
    public IReadOnlyList<KeptResult> Of(string? owner)
    {
        _stash.DropExpired();
        lock (_lock)
            return owner is not null && _byOwner.TryGetValue(owner, out var results) ? [.. results] : [];
    }

    /// <summary>Forgets a result, and cancels its call; false when it was forgotten before.</summary>
    public bool TryDelete(KeptResult kept)
    {
        lock (_lock)
        {
            if (!TryForget(kept))
                return false;
        }

        kept.Delete();
        return true;
    }

    void IStashKeeper.OnExpired(Stashed stashed)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(stashed.Id, out var kept))
                TryForget(kept);
        }
    }

    private async Task FollowAsync(KeptResult kept)
    {
        try
        {
            await kept.Result.AsTask().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception)
        {
            HttpLog.CallFailed(_logger, kept.Call, exception);
        }

        lock (_lock)
        {
            kept.EndNumber = ++_lastEnd;
            ForgetOldestEnded(kept.Owner);
        }

        kept.Announce();
    }

    private void ForgetOldestEnded(string owner)
    {
        if (!_byOwner.TryGetValue(owner, out var results) || results.Count <= _maxPerOwner)
            return;
        var ended = results.Where(static kept => kept.EndNumber is not null).OrderBy(static kept => kept.EndNumber).ToList();
        foreach (var oldest in ended.Take(ended.Count - _maxPerOwner))
            TryForget(oldest);
    }

    private bool TryForget(KeptResult kept)
    {
        if (!_byId.Remove(kept.Id))
            return false;
        _stash.Forget(kept.Stashed);
        var results = _byOwner[kept.Owner];
        results.Remove(kept);
        if (results.Count == 0)
            _byOwner.Remove(kept.Owner);
        return true;
    }
}
