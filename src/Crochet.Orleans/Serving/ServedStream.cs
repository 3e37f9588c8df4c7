using System.Diagnostics;
using Crochet.Wire;

namespace Crochet.Serving;

/// <summary>
/// A stream that a reader in another process has begun and not left. One step at a time; who asks for the same step again waits for the
/// same answer, so that no item is lost with an answer.
/// </summary>
/// <param name="key">The reader's process, and the stream's number there.</param>
/// <param name="codec">The member.</param>
/// <param name="steps">Makes the items.</param>
/// <param name="origin">What it is made from, to be disposed of after it; null where that stays.</param>
/// <param name="longestSilence">How long a step may go without an answer.</param>
internal sealed class ServedStream(CallKey key, MemberCodec codec, IServedSteps steps, IAsyncDisposable? origin, TimeSpan longestSilence)
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

    /// <exception cref="EventLoopOverloadedException">The loop's limit refuses the first step, which never ran.</exception>
    /// <exception cref="EventLoopStoppedException">The loop takes no more steps.</exception>
    public async ValueTask<byte[]> StepAsync(ulong step, byte[] request)
    {
        Task<byte[]> answer;
        lock (_lock)
        {
            if (step == _step + 1 && _answer.IsCompleted && _disposal is null)
            {
                _step = step;
                _answer = Make(request);
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

    // Under the lock: queues the step, and no more.
    private Task<byte[]> Make(byte[] request)
    {
        var trace = request.Length == 0 ? default : CallRequest.Read(request);
        using var activity = RemoteActivity.Enter(Name, trace.TraceParent ?? "", trace.TraceState ?? "");
        try
        {
            return AnswerAsync(steps.NextAsync(), activity.Started);
        }
        catch
        {
            activity.Started?.Stop();
            throw;
        }
    }

    private async Task<byte[]> AnswerAsync(Task<byte[]> step, Activity? activity)
    {
        try
        {
            return await step.ConfigureAwait(false);
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
        finally
        {
            activity?.Stop();
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

        if (origin is not null)
            await origin.DisposeAsync().ConfigureAwait(false);
    }
}
