using System.Collections.Concurrent;
using Crochet.Membership;
using Crochet.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Serving;

/// <summary>The streams that readers in other processes have begun and not left, and those that calls have returned.</summary>
internal sealed class ServedStreams(Admission admission, ClusterView view, EarlyEnds early, ClusterOptions options)
{
    private static readonly byte[] _unknown = [(byte)AnswerKind.Unknown];
    private static readonly byte[] _givenUp = [(byte)AnswerKind.GivenUp];

    private readonly ConcurrentDictionary<CallKey, ServedStream> _streams = new();
    private readonly ConcurrentDictionary<CallKey, ReturnedStream> _returned = new();

    public IEnumerable<string> Names => _streams.Values.Select(static stream => stream.Name);

    /// <summary>Makes one step of a stream, which the first one begins.</summary>
    public ValueTask<byte[]> StepAsync(SiloAddress caller, ulong stream, ulong step, byte[] bytes)
    {
        var key = new CallKey(caller, stream);
        if (_streams.TryGetValue(key, out var open))
            return StepAsync(open, step, bytes);
        if (step != 1 || bytes.Length == 0)
            return new(_unknown);
        var request = CallRequest.Read(bytes);
        if (early.TryTake(key))
            return new(new Refusal(RefusalReason.Cancelled).ToAnswer());
        if (admission.Admit(request, out var offered, out var codec) is { } refusal)
            return new(refusal.ToAnswer());
        AsyncServiceScope? scope = null;
        try
        {
            var steps = offered!.Open(codec!, codec!.ReadArguments(request.Arguments), out scope);
            open = Add(new(key, codec, steps, scope, options.LongestSilence));
        }
        catch (Exception exception)
        {
            admission.Leave();
            _ = scope?.DisposeAsync().AsTask();
            return new(FailureCodec.ToAnswer(new Failure(exception)));
        }

        return StepAsync(open, step, bytes);
    }

    /// <summary>Makes one step of a reading of what a call has returned. It goes on with that call.</summary>
    public ValueTask<byte[]> StepReturnedAsync(SiloAddress caller, ulong call, ulong stream, ulong step, byte[] bytes)
    {
        var key = new CallKey(caller, stream);
        if (_streams.TryGetValue(key, out var open))
            return StepAsync(open, step, bytes);
        if (step != 1 || early.TryTake(key)
            || !_returned.TryGetValue(new(caller, call), out var returned) || returned.TryOpen() is not { } steps)
        {
            return new(_unknown);
        }

        admission.Enter();
        return StepAsync(Add(new(key, returned.Codec, steps, returned, options.LongestSilence)), step, bytes);
    }

    /// <summary>Keeps the stream that a call has returned, until the caller has no more use for it.</summary>
    public void Keep(ServedCall call, ReturnedStream stream)
    {
        _returned[call.Key] = stream;
        // Pairs with the worker's Cancel, which marks the call first and looks for the stream after.
        if (call.IsForgotten || view.HasLeft(call.Key.Caller))
            Release(call.Key);
    }

    /// <summary>The caller has no more use for the stream that a call has returned. False where there is none.</summary>
    public bool Release(CallKey key)
    {
        if (!_returned.TryRemove(key, out var returned))
            return false;
        returned.Release();
        return true;
    }

    /// <summary>The reader has left; ends when the iterator has been disposed of.</summary>
    public ValueTask LeaveAsync(SiloAddress caller, ulong stream)
    {
        var key = new CallKey(caller, stream);
        if (_streams.TryGetValue(key, out var open))
            return new(CloseAsync(open));
        early.Mark(key);
        return ValueTask.CompletedTask;
    }

    /// <summary>Gives up the streams of a process that has left, or of all.</summary>
    /// <returns>How many there were.</returns>
    public int Close(SiloAddress? caller)
    {
        foreach (var key in _returned.Keys.Where(key => caller is not null && key.Caller.Equals(caller)))
            Release(key);
        var streams = _streams.Values.Where(stream => caller is null || stream.Key.Caller.Equals(caller)).ToList();
        streams.ForEach(stream => _ = CloseAsync(stream));
        return streams.Count;
    }

    private ServedStream Add(ServedStream stream)
    {
        _streams[stream.Key] = stream;
        // Pairs with Close, which looks for the streams of a process after it has left.
        if (view.HasLeft(stream.Key.Caller))
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
            answer = step == 1 ? new Refusal(RefusalReason.Stopping).ToAnswer() : _givenUp;
        }

        // After its end there is nothing to leave: the reader does not come back.
        if ((AnswerKind)answer[0] is not (AnswerKind.Item or AnswerKind.GoesOn))
            await CloseAsync(stream).ConfigureAwait(false);
        return answer;
    }

    private Task CloseAsync(ServedStream stream)
    {
        if (_streams.TryRemove(stream.Key, out _))
            admission.Leave();
        return stream.DisposeAsync();
    }
}
