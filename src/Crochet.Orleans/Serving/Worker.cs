using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Crochet.Membership;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Serving;

/// <summary>
/// Runs calls for other processes: takes or refuses them, holds them until their callers have their ends, and cancels those of callers that
/// are gone.
/// </summary>
internal sealed class Worker : IDisposable
{
    private const int MostNames = 10;

    private static readonly TimeSpan _sweepEach = TimeSpan.FromSeconds(0.5);

    // How long an end is kept that was handed out, in case it was lost on its way; and a cancellation that came before its call.
    private static readonly TimeSpan _keepFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<CallKey, ServedCall> _calls = new();
    private readonly ConcurrentDictionary<CallKey, ServedStream> _streams = new();
    private readonly ConcurrentDictionary<CallKey, ReturnedStream> _returned = new();
    private readonly ConcurrentDictionary<CallKey, long> _cancelledEarly = new();
    private readonly ClusterView _view;
    private readonly int _limit;
    private readonly TimeSpan _longestSilence;
    private readonly JsonSerializerOptions _json;
    private readonly ILogger _logger;
    private readonly Timer _sweep;
    private Dictionary<string, OfferedInterface> _offered = [];
    private TaskCompletionSource? _drained;
    private int _count;
    private bool _isStopping;

    public Worker(ClusterView view, ClusterOptions options, ILogger<Worker> logger)
    {
        _view = view;
        _limit = options.MaxCallsPerWorker;
        _longestSilence = options.LongestSilence;
        _json = options.Json;
        _logger = logger;
        view.Left += CancelCallsOf;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _sweep = new(static worker => ((Worker)worker!).Sweep(), this, _sweepEach, _sweepEach);
    }

    /// <summary>How many calls run here for other processes.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsStopping => Volatile.Read(ref _isStopping);

    public void Offer(IEnumerable<OfferedInterface> offered) => _offered = offered.ToDictionary(static one => one.Name);

    /// <summary>Starts a call, or refuses it; the answer is its end, or that it goes on.</summary>
    public ValueTask<byte[]> BeginAsync(SiloAddress caller, byte[] bytes)
    {
        var request = CallRequest.Read(bytes);
        var key = new CallKey(caller, request.Call);
        return Admit(key, request, out var offered, out var codec) is { } refusal ? Refuse(refusal) : Begin(key, offered!, codec!, request);
    }

    /// <summary>Makes one step of a stream, which the first one begins.</summary>
    public ValueTask<byte[]> StepAsync(SiloAddress caller, ulong stream, ulong step, byte[] bytes)
    {
        var key = new CallKey(caller, stream);
        if (_streams.TryGetValue(key, out var open))
            return StepAsync(open, step, bytes);
        if (step != 1 || bytes.Length == 0)
            return new([(byte)AnswerKind.Unknown]);
        var request = CallRequest.Read(bytes);
        if (Admit(key, request, out var offered, out var codec) is { } refusal)
            return Refuse(refusal);
        AsyncServiceScope? scope = null;
        try
        {
            var steps = offered!.Open(codec!, codec!.ReadArguments(request.Arguments), out scope);
            open = Add(new(key, codec, steps, scope, _longestSilence));
        }
        catch (Exception exception)
        {
            Leave();
            _ = scope?.DisposeAsync().AsTask();
            return new(FailureCodec.ToAnswer(new Failure(exception)));
        }

        return StepAsync(open, step, bytes);
    }

    /// <summary>
    /// Makes one step of a reading of what a call has returned. It goes on with that call: no limit holds for it, and a drain takes it.
    /// </summary>
    public ValueTask<byte[]> StepReturnedAsync(SiloAddress caller, ulong call, ulong stream, ulong step, byte[] bytes)
    {
        var key = new CallKey(caller, stream);
        if (_streams.TryGetValue(key, out var open))
            return StepAsync(open, step, bytes);
        if (step != 1 || _cancelledEarly.TryRemove(key, out _)
            || !_returned.TryGetValue(new(caller, call), out var returned) || returned.TryOpen() is not { } steps)
        {
            return new([(byte)AnswerKind.Unknown]);
        }

        Interlocked.Increment(ref _count);
        return StepAsync(Add(new(key, returned.Codec, steps, returned, _longestSilence)), step, bytes);
    }

    /// <summary>Keeps the stream that a call has returned, until the caller has no more use for it.</summary>
    public void Keep(ServedCall call, ReturnedStream stream)
    {
        _returned[call.Key] = stream;
        // Pairs with Cancel, which marks the call first and looks for the stream after.
        if (call.IsForgotten || _view.HasLeft(call.Key.Caller))
            Release(call.Key);
    }

    /// <summary>The reader has left; ends when the iterator has been disposed of.</summary>
    public ValueTask LeaveAsync(SiloAddress caller, ulong stream)
    {
        var key = new CallKey(caller, stream);
        if (_streams.TryGetValue(key, out var open))
            return new(CloseAsync(open));
        _cancelledEarly[key] = Environment.TickCount64;
        return ValueTask.CompletedTask;
    }

    /// <summary>The end of a call that goes on, or its next report, or that it still goes on.</summary>
    public ValueTask<byte[]> FollowAsync(SiloAddress caller, ulong call, ulong reported) =>
        _calls.TryGetValue(new(caller, call), out var known) ? known.AnswerAsync(reported) : new([(byte)AnswerKind.Unknown]);

    public void Cancel(SiloAddress caller, ulong call)
    {
        var key = new CallKey(caller, call);
        // It may still be on its way. One that has ended leaves a mark that the sweep takes away.
        if (_calls.TryRemove(key, out var known))
            known.Cancel();
        if (!Release(key) && known is null)
            _cancelledEarly[key] = Environment.TickCount64;
    }

    /// <summary>Takes no more calls and lets those that run end; gives up what is left.</summary>
    /// <param name="drain">How long.</param>
    /// <param name="hurry">Ends the drain at once.</param>
    public async Task DrainAsync(TimeSpan drain, CancellationToken hurry)
    {
        var start = Stopwatch.GetTimestamp();
        _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _isStopping, true);
        // What a caller sends before it has heard of the stop comes before its answer does: it is refused, and sent elsewhere.
        await _view.StopOfferingAsync().ConfigureAwait(false);
        if (Count == 0)
            _drained.TrySetResult();
        var left = drain - Stopwatch.GetElapsedTime(start);
        try
        {
            await _drained.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, hurry).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            GiveUp(drain);
        }
    }

    /// <summary>A call has ended, in whatever way.</summary>
    public void OnEnded(ServedCall call)
    {
        // The end of one that somebody follows is kept until he has come for it.
        if (!call.IsFollowed)
            _calls.TryRemove(call.Key, out _);
        Leave();
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _view.Left -= CancelCallsOf;
    }

    private bool Release(CallKey key)
    {
        if (!_returned.TryRemove(key, out var returned))
            return false;
        returned.Release();
        return true;
    }

    private ServedStream Add(ServedStream stream)
    {
        _streams[stream.Key] = stream;
        // Pairs with CancelCallsOf, which looks for the streams of a process after it has left.
        if (_view.HasLeft(stream.Key.Caller))
            _ = CloseAsync(stream);
        return stream;
    }

    private async ValueTask<byte[]> StepAsync(ServedStream stream, ulong step, byte[] request)
    {
        byte[] answer;
        try
        {
            answer = await stream.StepAsync(step, request).ConfigureAwait(false);
        }
        catch (EventLoopOverloadedException full)
        {
            answer = new Refusal(RefusalReason.Full, full.LoopName, full.QueueLimit).ToAnswer();
        }
        catch (EventLoopStoppedException)
        {
            answer = step == 1 ? new Refusal(RefusalReason.Stopping).ToAnswer() : [(byte)AnswerKind.GivenUp];
        }

        // After its end there is nothing to leave: the reader does not come back.
        if ((AnswerKind)answer[0] is not (AnswerKind.Item or AnswerKind.GoesOn))
            await CloseAsync(stream).ConfigureAwait(false);
        return answer;
    }

    private Task CloseAsync(ServedStream stream)
    {
        if (_streams.TryRemove(stream.Key, out _))
            Leave();
        return stream.DisposeAsync();
    }

    // Counts the call, whatever becomes of it: who refuses it says that it has left.
    private Refusal? Admit(CallKey key, in CallRequest request, out OfferedInterface? offered, out MemberCodec? codec)
    {
        (offered, codec) = (null, null);
        if (Interlocked.Increment(ref _count) > _limit)
            return new(RefusalReason.Full, _view.Own.ToString(), _limit);
        // Pairs with DrainAsync, which says that it stops and looks at the count after.
        if (IsStopping)
            return new(RefusalReason.Stopping);
        if (!_offered.TryGetValue(request.Interface, out offered))
            return new(RefusalReason.NotOffered);
        codec = offered.Find(request.Member);
        if (codec is null)
            return new(RefusalReason.UnknownMember, offered.Alternatives(request.Member));
        return _cancelledEarly.TryRemove(key, out _) ? new Refusal(RefusalReason.Cancelled) : null;
    }

    private ValueTask<byte[]> Begin(CallKey key, OfferedInterface offered, MemberCodec codec, in CallRequest request)
    {
        var served = new ServedCall(this, key, codec, request.WantsProgress ? _json : null);
        using var activity = RemoteActivity.Enter(codec.Member.Name, request.TraceParent, request.TraceState);
        AsyncServiceScope? scope = null;
        EventualResult result;
        try
        {
            result = offered.Start(codec, codec.ReadArguments(request.Arguments), out scope);
        }
        catch (EventLoopOverloadedException full)
        {
            return Refuse(new(RefusalReason.Full, full.LoopName, full.QueueLimit), activity.Started, scope);
        }
        catch (EventLoopStoppedException)
        {
            return Refuse(new(RefusalReason.Stopping), activity.Started, scope);
        }
        catch (Exception exception)
        {
            result = EventualResult.FromException(exception);
        }

        _calls[key] = served;
        var answer = served.AnswerAsync();
        served.Begin(result, scope, activity.Started);
        // Pairs with CancelCallsOf, which looks for the calls of a process after it has left.
        if (_view.HasLeft(key.Caller))
            Cancel(key.Caller, key.Number);
        return answer;
    }

    private ValueTask<byte[]> Refuse(Refusal refusal, Activity? activity = null, AsyncServiceScope? scope = null)
    {
        Leave();
        activity?.Stop();
        if (scope is { } own)
            _ = own.DisposeAsync().AsTask();
        return new(refusal.ToAnswer());
    }

    // Pairs with DrainAsync: the last one to leave, or the drain itself, sees that nobody is left.
    private void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0 && IsStopping)
            _drained?.TrySetResult();
    }

    private void GiveUp(TimeSpan drain)
    {
        var left = _calls.Values.Where(static call => call.EndedAt is null).ToList();
        var streams = _streams.Values.ToList();
        if (left.Count + streams.Count == 0)
            return;
        var names = left.Select(static call => call.Name).Concat(streams.Select(static stream => stream.Name)).Take(MostNames);
        ClusterLog.GivenUp(_logger, left.Count + streams.Count, drain.TotalSeconds, string.Join(", ", names));
        left.ForEach(static call => call.GiveUp());
        streams.ForEach(stream => _ = CloseAsync(stream));
    }

    private void CancelCallsOf(SiloAddress process)
    {
        var gone = _calls.Where(one => one.Key.Caller.Equals(process)).ToList();
        foreach (var (key, call) in gone)
        {
            _calls.TryRemove(key, out _);
            call.Cancel();
        }

        foreach (var key in _returned.Keys.Where(key => key.Caller.Equals(process)))
            Release(key);
        var streams = _streams.Values.Where(stream => stream.Key.Caller.Equals(process)).ToList();
        streams.ForEach(stream => _ = CloseAsync(stream));
        if (gone.Count + streams.Count > 0)
            ClusterLog.CallerLeft(_logger, process, gone.Count + streams.Count);
    }

    private void Sweep()
    {
        var now = Environment.TickCount64;
        foreach (var (key, call) in _calls)
        {
            if (call.EndedAt is { } endedAt && endedAt < now - (long)_keepFor.TotalMilliseconds)
                _calls.TryRemove(key, out _);
            else
                call.AnswerIfAskedBefore(now - (long)_longestSilence.TotalMilliseconds);
        }

        foreach (var (key, at) in _cancelledEarly)
        {
            if (at < now - (long)_keepFor.TotalMilliseconds)
                _cancelledEarly.TryRemove(key, out _);
        }
    }
}
