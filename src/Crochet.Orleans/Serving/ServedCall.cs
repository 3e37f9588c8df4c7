using System.Diagnostics;
using System.Text.Json;
using Crochet.Waiting;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Serving;

/// <summary>
/// A call that runs here for another process. Its answer is there once, when it has ended; whoever asks before waits for it, hears of its
/// reports, and is told after a while that the call goes on.
/// </summary>
/// <param name="worker">Told of the end.</param>
/// <param name="key">Whose call it is.</param>
/// <param name="codec">The member.</param>
/// <param name="json">How reports are written; null where the caller cannot show any.</param>
internal sealed class ServedCall(Worker worker, CallKey key, MemberCodec codec, JsonSerializerOptions? json) : IWaiter, IThreadPoolWorkItem
{
    private static readonly byte[] _goesOn = [(byte)AnswerKind.GoesOn];
    private static readonly byte[] _givenUp = [(byte)AnswerKind.GivenUp];
    private static readonly byte[] _stream = [(byte)AnswerKind.Stream];

    private readonly Lock _lock = new();
    private TaskCompletionSource<byte[]>? _asking;
    private long _askedAt;
    private ulong _reported;
    private byte[]? _report;
    private byte[]? _answer;
    private EventualResult _result = null!;
    private AsyncServiceScope? _scope;
    private Activity? _activity;

    public CallKey Key => key;

    public string Name => codec.Member.Name;

    /// <summary>Somebody was told that the call goes on, and comes back for its end. Under the lock, and after the end for good.</summary>
    public bool IsFollowed { get; private set; }

    /// <summary>Since when the end is there, in <see cref="Environment.TickCount64"/>; null while the call goes on.</summary>
    public long? EndedAt { get; private set; }

    /// <summary>The worker holds the call, and the call its result.</summary>
    bool IWaiter.KeepsResult => false;

    /// <summary>The call has been queued. Its end may have come already.</summary>
    public void Begin(EventualResult result, AsyncServiceScope? scope, Activity? activity)
    {
        _result = result;
        _scope = scope;
        _activity = activity;
        if (json is not null && result.ReportsProgress)
            _ = HearReportsAsync(result);
        if (!result.TryAddWaiter(this))
            OnEnded();
    }

    /// <summary>The call's next report or its end, or after a while that it goes on.</summary>
    /// <param name="reported">The number of the last report that the caller has.</param>
    public ValueTask<byte[]> AnswerAsync(ulong reported = 0)
    {
        lock (_lock)
        {
            if (_report is not null && reported < _reported)
            {
                IsFollowed = true;
                return new(_report);
            }

            if (_answer is not null)
                return new(_answer);

            // Who asks again does so because the one before got no answer.
            _asking?.TrySetResult(_goesOn);
            _asking = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _askedAt = Environment.TickCount64;
            return new(_asking.Task);
        }
    }

    /// <summary>Says that the call goes on to whoever has waited for so long.</summary>
    public void AnswerIfAskedBefore(long time)
    {
        lock (_lock)
        {
            if (_asking is null || _askedAt > time)
                return;
            IsFollowed = true;
            _asking.TrySetResult(_goesOn);
            _asking = null;
        }
    }

    /// <summary>The caller has no more use for it. Set before the worker looks for what the call has returned.</summary>
    public bool IsForgotten { get; private set; }

    public void Cancel()
    {
        IsForgotten = true;
        _result.Cancel();
    }

    /// <summary>The process stops: the caller hears it now, and the implementation's token is signalled.</summary>
    public void GiveUp()
    {
        Answer(_givenUp);
        _result.Cancel();
    }

    // On the loop thread, mostly: what is written is written elsewhere.
    void IWaiter.OnEnded(EventualResult result) => OnEnded();

    private void OnEnded() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute()
    {
        _activity?.Stop();
        // The last report comes before the end, whoever was quicker here.
        HearReport();
        Answer(Write());
        if (_scope is { } scope)
            _ = scope.DisposeAsync().AsTask();
    }

    private async Task HearReportsAsync(EventualResult result)
    {
        await foreach (var _ in result.ReadProgressAsync<object?>().ConfigureAwait(false))
            HearReport();
    }

    private void HearReport()
    {
        if (json is null || _result.LastReport is not { } report)
            return;
        byte[] frame;
        try
        {
            frame = ProgressFrame.Write(AnswerKind.Progress, report, json);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A report that cannot be written is not heard of elsewhere; the call goes on.
            return;
        }

        lock (_lock)
        {
            if (_answer is not null || (ulong)report.Number <= _reported)
                return;
            _reported = (ulong)report.Number;
            _report = frame;
            if (_asking is null)
                return;
            IsFollowed = true;
            _asking.TrySetResult(frame);
            _asking = null;
        }
    }

    private void Answer(byte[] answer)
    {
        lock (_lock)
        {
            if (_answer is not null)
                return;
            _answer = answer;
            EndedAt = Environment.TickCount64;
            _asking?.TrySetResult(answer);
        }

        worker.OnEnded(this);
    }

    private byte[] Write()
    {
        if (_result.FailureOfEnd is not { } record)
        {
            if (codec.FindStream(_result) is { } stream)
            {
                worker.Keep(this, new ReturnedStream(codec, stream, _scope));
                _scope = null;
                return _stream;
            }

            var writer = new FrameWriter(AnswerKind.Value);
            try
            {
                codec.WriteValue(_result, writer.Buffer);
                return writer.ToArray();
            }
            catch (Exception exception)
            {
                // A value that cannot be written is a failure of the call's: its caller gets it.
                return FailureCodec.ToAnswer(new Failure(exception));
            }
        }

        record.MarkRetrieved();
        // The loop of this process has stopped; to the caller it is the process that is gone.
        return record.Failure.Exception is EventLoopStoppedException ? _givenUp : FailureCodec.ToAnswer(record.Failure);
    }
}
