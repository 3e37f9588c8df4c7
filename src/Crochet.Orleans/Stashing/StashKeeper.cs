using System.Collections.Concurrent;
using Crochet.Membership;
using Crochet.Serving;
using Crochet.Wire;

namespace Crochet.Stashing;

/// <summary>
/// Hands results that this process keeps to other processes: one at a time has one, until it says that it has it, or its lease ends.
/// </summary>
/// <remarks>
/// One lock guards the leases. A claim that waits holds its lease object in the table, so that all that wait for one result wait at the
/// same object; the last one takes it away.
/// </remarks>
internal sealed class StashKeeper(Lazy<ResultStash> stash, ClusterOptions options)
{
    private static readonly byte[] _goesOn = [(byte)AnswerKind.GoesOn];
    private static readonly byte[] _unknown = [(byte)AnswerKind.Unknown];
    private static readonly byte[] _otherType = [(byte)AnswerKind.OtherType];

    private readonly Lock _lock = new();
    private readonly Dictionary<StashId, Lease> _leases = [];
    private readonly ConcurrentDictionary<CallKey, StashId> _claims = new();

    /// <summary>The result, where it has ended and nobody else has it; else that it goes on, after a while.</summary>
    public async ValueTask<byte[]> ClaimAsync(CallKey claim, StashId id, string type)
    {
        _claims[claim] = id;
        var lease = Enter(id);
        try
        {
            var silentUntil = Environment.TickCount64 + (long)options.LongestSilence.TotalMilliseconds;
            while (true)
            {
                if (!stash.Value.TryPeek(id, out var result))
                    return _unknown;
                if (ValueTypeOf(result) is not { } valueType || valueType.ToString() != type)
                    return _otherType;
                var now = Environment.TickCount64;
                Task changed;
                long lookAgainAt;
                lock (_lock)
                {
                    // Who had it a moment ago may have taken it meanwhile, under this lock.
                    if (!_claims.ContainsKey(claim) || !stash.Value.TryPeek(id, out _))
                        return _unknown;
                    var isFree = lease.Claim is null || lease.Claim == claim || lease.EndsAt <= now;
                    if (result.IsCompleted && isFree)
                    {
                        // Where a lease has ended, its place is taken over.
                        if (lease.Claim is null)
                            lease.Users++;
                        lease.Claim = claim;
                        lease.EndsAt = now + (long)options.ClaimLease.TotalMilliseconds;
                        return Write(result, valueType);
                    }

                    changed = lease.Changed.Task;
                    lookAgainAt = isFree ? silentUntil : Math.Min(silentUntil, lease.EndsAt);
                }

                if (now >= silentUntil)
                    return _goesOn;
                await WaitAsync(result, changed, lookAgainAt - now).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave(id, lease);
        }
    }

    /// <summary>The claimer has the value: the result is gone. Or it has given up, and the next may have it.</summary>
    /// <returns>Whether the claimer had it still: its lease may have ended, and another have taken it over.</returns>
    public bool End(CallKey claim, bool hasValue)
    {
        if (!_claims.TryRemove(claim, out var id))
            return false;
        lock (_lock)
        {
            if (!_leases.TryGetValue(id, out var lease))
                return false;
            var hadIt = lease.Claim == claim;
            if (hadIt)
            {
                if (hasValue && stash.Value.TryRetrieve(id, out var taken))
                    taken.FailureOfEnd?.MarkRetrieved();
                lease.Claim = null;
                lease.Users--;
            }

            var changed = lease.Changed;
            lease.Changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.TrySetResult();
            if (lease.Users == 0)
                _leases.Remove(id);
            return hadIt;
        }
    }

    /// <summary>A report newer than the one with a number, or the end; after a while, that there is none yet.</summary>
    public async ValueTask<byte[]> ReadProgressAsync(StashId id, long after)
    {
        if (!stash.Value.TryPeek(id, out var result))
            return _unknown;
        using var silence = new CancellationTokenSource(options.LongestSilence);
        try
        {
            await foreach (var _ in result.ReadProgressAsync<object?>(silence.Token).ConfigureAwait(false))
            {
                if (result.LastReport is { } last && last.Number > after)
                    return ProgressFrame.Write(AnswerKind.Value, last, options.Json);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
            return _goesOn;
        }

        return ProgressFrame.End;
    }

    public bool Cancel(StashId id)
    {
        if (!stash.Value.TryPeek(id, out var result) || result.IsCompleted)
            return false;
        result.Cancel();
        return true;
    }

    public StashId Store(EventualResult result) => stash.Value.Store(result);

    private Lease Enter(StashId id)
    {
        lock (_lock)
        {
            if (!_leases.TryGetValue(id, out var lease))
                _leases.Add(id, lease = new());
            lease.Users++;
            return lease;
        }
    }

    private void Leave(StashId id, Lease lease)
    {
        lock (_lock)
        {
            if (--lease.Users == 0)
                _leases.Remove(id);
        }
    }

    private static async Task WaitAsync(EventualResult result, Task changed, long milliseconds)
    {
        using var enough = new CancellationTokenSource();
        var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, milliseconds)), enough.Token);
        await (result.IsCompleted ? Task.WhenAny(changed, delay) : Task.WhenAny(EndOf(result), changed, delay)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
    }

    private static Task EndOf(EventualResult result)
    {
        var end = new EndSignal();
        if (!result.TryAddWaiter(end))
            end.OnEnded(result);
        return end.Task;
    }

    private static Type? ValueTypeOf(EventualResult result) =>
        result.GetType() is { IsGenericType: true } type ? type.GenericTypeArguments[0] : null;

    private byte[] Write(EventualResult result, Type valueType)
    {
        if (result.FailureOfEnd is { } record)
            return FailureCodec.ToAnswer(record.Failure);
        var writer = new FrameWriter(AnswerKind.Value);
        try
        {
            using var json = new System.Text.Json.Utf8JsonWriter(writer.Buffer);
            System.Text.Json.JsonSerializer.Serialize(json, result.BoxedValue, options.Json.GetTypeInfo(valueType));
        }
        catch (Exception exception)
        {
            // A value that cannot be written is a failure of the call's: its claimer gets it.
            return FailureCodec.ToAnswer(new Failure(exception));
        }

        return writer.ToArray();
    }
}
