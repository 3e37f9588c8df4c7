using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Serving;

/// <summary>
/// A stream that a reader in another process has begun and not left. One step at a time; who asks for the same step again waits for the
/// same answer, so that no item is lost with an answer.
/// </summary>
internal sealed class ServedStream(CallKey key, MemberCodec codec, IServedSteps steps, AsyncServiceScope? scope, TimeSpan longestSilence)
{
    private static readonly byte[] _goesOn = [(byte)AnswerKind.GoesOn];
    private static readonly byte[] _unknown = [(byte)AnswerKind.Unknown];
    private static readonly byte[] _givenUp = [(byte)AnswerKind.GivenUp];

    private readonly Lock _lock = new();
    private Task<byte[]> _answer = Task.FromResult(_unknown);
    private ulong _step;
    private Task? _disposal;

    public CallKey Key => key;

    public string Name => codec.Member.Name;

    public async ValueTask<byte[]> StepAsync(ulong step)
    {
        Task<byte[]> answer;
        lock (_lock)
        {
            if (step == _step + 1 && _answer.IsCompleted && _disposal is null)
            {
                _step = step;
                _answer = MakeAsync();
            }
            else if (step != _step)
            {
                return _unknown;
            }

            answer = _answer;
        }

        try
        {
            return await answer.WaitAsync(longestSilence).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return _goesOn;
        }
    }

    /// <summary>Disposes of the iterator, on its loop; once.</summary>
    public Task DisposeAsync()
    {
        lock (_lock)
            return _disposal ??= DisposeOnceAsync();
    }

    private async Task<byte[]> MakeAsync()
    {
        try
        {
            return await steps.NextAsync().ConfigureAwait(false);
        }
        catch (EventLoopStoppedException)
        {
            return _givenUp;
        }
        catch (OperationCanceledException) when (_disposal is not null)
        {
            return _givenUp;
        }
        catch (Exception exception)
        {
            return FailureCodec.ToAnswer(new Failure(exception));
        }
    }

    private async Task DisposeOnceAsync()
    {
        try
        {
            await steps.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The loop reports what an iterator's end throws that nobody awaits; the reader has gone.
        }

        if (scope is { } own)
            await own.DisposeAsync().ConfigureAwait(false);
    }
}
