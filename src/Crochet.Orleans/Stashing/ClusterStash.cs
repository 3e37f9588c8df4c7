using System.Runtime.CompilerServices;
using System.Text.Json;
using Crochet.Calling;
using Crochet.Membership;
using Crochet.Wire;

namespace Crochet.Stashing;

/// <inheritdoc/>
internal sealed class ClusterStash(Cluster cluster, StashKeeper keeper, ClusterOptions options) : IClusterStash
{
    public ClusterStashId Store<T>(EventualResult<T> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(keeper.Store(result), cluster.Own);
    }

    public async Task<T> ClaimAsync<T>(ClusterStashId id, CancellationToken cancellationToken = default)
    {
        const string Call = "IClusterStash.ClaimAsync";
        var process = ProcessOf(id);
        var number = cluster.NextCall();
        var isTaken = false;
        try
        {
            var type = typeof(T).ToString();
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var claim = cluster.At(process).Claim(cluster.Own, number, id.Id.ToString(), type).AsTask();
                var answer = await AskAsync(claim, process, Call, cancellationToken).ConfigureAwait(false);
                switch ((AnswerKind)answer[0])
                {
                    case AnswerKind.GoesOn:
                        continue;
                    case AnswerKind.Unknown:
                        throw NotFound(id);
                    case AnswerKind.OtherType:
                        throw new InvalidCastException(
                            $"The stashed result is not of the type {type}. It stays in the stash: claim it as what it is.");
                    default:
                        isTaken = true;
                        var ending = cluster.At(process).EndClaim(cluster.Own, number, hasValue: true).AsTask();
                        return await AskAsync(ending, process, Call, default).ConfigureAwait(false) ? Read<T>(answer) : throw NotFound(id);
                }
            }
        }
        finally
        {
            if (!isTaken)
                _ = GiveUpAsync(process, number);
        }
    }

    public async IAsyncEnumerable<TProgress> ReadProgressAsync<TProgress>(
        ClusterStashId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const string Call = "IClusterStash.ReadProgressAsync";
        var process = ProcessOf(id);
        var after = 0L;
        var isFirst = true;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reading = cluster.At(process).ReadProgress(id.Id.ToString(), after).AsTask();
            var answer = await AskAsync(reading, process, Call, cancellationToken).ConfigureAwait(false);
            var kind = (AnswerKind)answer[0];
            if (kind == AnswerKind.Unknown && isFirst)
                throw NotFound(id);
            isFirst = false;
            if (kind == AnswerKind.GoesOn)
                continue;
            if (kind != AnswerKind.Value || answer.Length == 1)
                yield break;
            if (TryRead<TProgress>(answer, out after, out var progress))
                yield return progress!;
        }
    }

    public async Task<bool> CancelAsync(ClusterStashId id, CancellationToken cancellationToken = default)
    {
        var process = ProcessOf(id);
        var cancelling = cluster.At(process).CancelStashed(id.Id.ToString()).AsTask();
        return await AskAsync(cancelling, process, "IClusterStash.CancelAsync", cancellationToken).ConfigureAwait(false);
    }

    private async Task GiveUpAsync(SiloAddress process, ulong number)
    {
        try
        {
            await cluster.At(process).EndClaim(cluster.Own, number, hasValue: false).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Then the lease ends it.
        }
    }

    private static SiloAddress ProcessOf(ClusterStashId id) => id.Process ?? throw NotFound(id);

    private static KeyNotFoundException NotFound(ClusterStashId id) => new(
        $"There is no stashed result with this id ({id.ToString()[..4]}…). An id is claimed once. "
        + "Maybe it was claimed before, or its result has expired.");

    private static async Task<TAnswer> AskAsync<TAnswer>(
        Task<TAnswer> asking, SiloAddress process, string call, CancellationToken cancellationToken)
    {
        try
        {
            return await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OrleansMessageRejectionException rejection) when (MessageRejections.WasNeverSent(rejection))
        {
            throw new WorkerLostException(Cluster.NameOf(process), call, neverRan: true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new WorkerLostException(Cluster.NameOf(process), call);
        }
    }

    private T Read<T>(byte[] answer)
    {
        var reader = new FrameReader(answer);
        if ((AnswerKind)reader.ReadByte() != AnswerKind.Value)
            new Failure(FailureCodec.Read(ref reader)).Throw();
        return JsonSerializer.Deserialize<T>(reader.Rest, options.Json)!;
    }

    private bool TryRead<TProgress>(byte[] answer, out long number, out TProgress? progress)
    {
        var reader = new FrameReader(answer);
        reader.ReadByte();
        number = (long)reader.ReadNumber();
        progress = default;
        try
        {
            progress = JsonSerializer.Deserialize<TProgress>(reader.Rest, options.Json);
            return true;
        }
        catch (JsonException)
        {
            // Of another type.
            return false;
        }
    }
}
