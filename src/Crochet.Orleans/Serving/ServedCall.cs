using System.Diagnostics;
using System.Text.Json;
using Crochet.Waiting;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Serving;

/// <summary>
/// A call that runs here for another process. Its end, and what it reports before, go back by its caller's <see cref="CallerLink"/>. A
/// caller that may have lost them asks: it hears of the next report or of the end, and after a while that the call goes on.
/// </summary>
/// <param name="link">The way back to its caller.</param>
/// <param name="admission">Told of an end that goes no such way.</param>
/// <param name="streams">Keeps a stream that it returns.</param>
/// <param name="key">Whose call it is.</param>
/// <param name="codec">The member.</param>
/// <param name="json">How reports are written; null where the caller cannot show any.</param>
/// <param name="result">The call in its loop, which may have ended.</param>
/// <param name="scope">What the object lives in, to be disposed of after the call; null where that stays.</param>
/// <param name="activity">To be stopped with the call; null where the caller has none.</param>
internal sealed class ServedCall(
    CallerLink link, Admission admission, ServedStreams streams, CallKey key, MemberCodec codec, JsonSerializerOptions? json,
    EventualResult result, AsyncServiceScope? scope, Activity? activity)
    : IWaiter, IAnswer, IThreadPoolWorkItem
{
    private static readonly byte[] _goesOn = [(byte)AnswerKind.GoesOn];
    private static readonly byte[] _givenUp = [(byte)AnswerKind.GivenUp];
    private static readonly byte[] _stream = [(byte)AnswerKind.Stream];

    private readonly Lock _lock = new();
    private TaskCompletionSource<byte[]>? _asking;
    private long _askedAt;
    private bool _isFollowed;
    private ulong _reported;
    private ulong _sentReport;
    private byte[]? _report;
    private byte[]? _answer;
    private bool _isSent;
    private long _endedAt;
    private AsyncServiceScope? _scope = scope;

    public CallKey Key => key;

    int IAnswer.Length => (_answer?.Length ?? 0) + (_report?.Length ?? 0);

    public string Name => codec.Member.Name;

    public bool HasEnded => Volatile.Read(ref _endedAt) != 0;

    /// <summary>The worker holds the call, and the call its result.</summary>
    bool IWaiter.KeepsResult => false;

    /// <param name="time">In <see cref="Environment.TickCount64"/>.</param>
    public bool HasEndedBefore(long time) => Volatile.Read(ref _endedAt) is not 0 and var endedAt && endedAt < time;

    /// <summary>Waits for the end, and for reports.</summary>
    public void Begin()
    {
        if (json is not null && result.ReportsProgress)
            _ = HearReportsAsync();
        if (!result.TryAddWaiter(this))
            OnEnded();
    }

    /// <summary>
    /// The call's next report or its end, or after a while that it goes on. From now on the caller asks, and gets it by no other way.
    /// </summary>
    /// <param name="reported">The number of the last report that the caller has.</param>
    public ValueTask<byte[]> FollowAsync(ulong reported)
    {
        lock (_lock)
        {
            _isFollowed = true;
            if (_report is not null && reported < _reported)
                return new(_report);
            if (_answer is not null)
            {
                LeaveOnce();
                return new(_answer);
            }

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
            _asking.TrySetResult(_goesOn);
            _asking = null;
        }
    }

    /// <summary>The caller has no more use for it. Set before the worker looks for what the call has returned.</summary>
    public bool IsForgotten { get; private set; }

    public void Cancel()
    {
        lock (_lock)
        {
            IsForgotten = true;
            // Nobody may come for it.
            if (_answer is not null)
                LeaveOnce();
        }

        result.Cancel();
    }

    /// <summary>The process stops: the caller hears it now, and the implementation's token is signalled.</summary>
    public void GiveUp()
    {
        Answer(_givenUp);
        link.Hand();
        result.Cancel();
    }

    // On the loop thread, mostly: what is written is written elsewhere.
    void IWaiter.OnEnded(EventualResult _) => OnEnded();

    private void OnEnded()
    {
        if (codec.WritesMuch)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            link.OnEnded(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Finish();
        link.Hand();
    }

    /// <summary>Writes the answer of a call that has ended; off the loop's thread.</summary>
    public void Finish()
    {
        RemoteActivity.Stop(activity, Name, result.Loop);
        // The last report comes before the end, whoever was quicker here.
        HearReport();
        Answer(Write());
        if (_scope is { } own)
            _ = own.DisposeAsync().AsTask();
    }

    bool IAnswer.Write(FrameWriter writer)
    {
        lock (_lock)
        {
            if (_report is { } report && _sentReport < _reported)
            {
                _sentReport = _reported;
                writer.WriteNumber(key.Number);
                writer.WriteBytes(report);
            }

            if (_answer is not { } answer || _isSent)
                return false;
            _isSent = true;
            writer.WriteNumber(key.Number);
            writer.WriteBytes(answer);
            return true;
        }
    }

    private async Task HearReportsAsync()
    {
        await foreach (var _ in result.ReadProgressAsync<object?>().ConfigureAwait(false))
        {
            HearReport();
            link.Hand();
        }
    }

    private void HearReport()
    {
        // A report that cannot be written is not heard of elsewhere; the call goes on.
        if (json is null || result.LastReport is not { } report || ProgressFrame.TryWrite(report, json) is not { } frame)
            return;
        lock (_lock)
        {
            if (_answer is not null || (ulong)report.Number <= _reported)
                return;
            _reported = (ulong)report.Number;
            _report = frame;
            _asking?.TrySetResult(frame);
            _asking = null;
            if (_isFollowed)
                return;
        }

        link.Say(this);
    }

    private void Answer(byte[] answer)
    {
        lock (_lock)
        {
            if (_answer is not null)
                return;
            _answer = answer;
            codec.WritesMuch = answer.Length >= CallBatch.Large;
            Volatile.Write(ref _endedAt, Environment.TickCount64);
            _asking?.TrySetResult(answer);
            if (_isFollowed || IsForgotten)
            {
                LeaveOnce();
                return;
            }
        }

        link.Say(this);
    }

    // Under the lock: the end does not go by the link, or not any more.
    private void LeaveOnce()
    {
        if (!_isSent)
            admission.Leave();
        _isSent = true;
    }

    private byte[] Write()
    {
        if (result.FailureOfEnd is { Failure.Exception: EventLoopStoppedException } record)
        {
            // The loop of this process has stopped; to the caller it is the process that is gone.
            record.MarkRetrieved();
            return _givenUp;
        }

        if (result.FailureOfEnd is not null || codec.FindStream(result) is not { } stream)
            return codec.WriteAnswer(result);
        streams.Keep(this, new ReturnedStream(codec, stream, _scope));
        _scope = null;
        return _stream;
    }
}
