using System.Diagnostics;
using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>
/// The calls of this process that one worker has, or is to get. A call goes at once while fewer messages are under way than may be. Those
/// that are made meanwhile go together, with the next message.
/// </summary>
/// <remarks>
/// Each message comes back with the answers that the worker has by then, of whatever calls. The worker holds a message while it has none,
/// but never as many as may be under way. So calls that are gathered do not wait for a call's end, only for a message's way there and back.
/// For as long as the worker has a call a message is under way: where the last one has come back, an empty one follows it. Orleans may
/// bring a message before an earlier one. So each names the one that is under way, and calls begin in the order in which they were made.
/// </remarks>
internal sealed class WorkerLink(SiloAddress own, ICrochetService worker)
{
    private static readonly byte[] _goesOn = [(byte)AnswerKind.GoesOn];

    private readonly Lock _lock = new();
    private readonly Queue<LinkedCall> _gathered = new();
    private readonly Dictionary<ulong, LinkedCall> _sent = [];
    private readonly List<ulong> _underWay = new(CallBatch.MostUnderWay);
    private List<ulong> _received = [];
    private ulong _last;

    /// <summary>
    /// Sends the call; ends with the worker's answer, or with no bytes where the call was never sent, or fails where the worker is gone.
    /// That the call goes on is the answer where one may have been lost: then <see cref="ICrochetService.Follow"/> asks for it.
    /// </summary>
    public Task<byte[]> AskAsync(LinkedCall call)
    {
        lock (_lock)
            _gathered.Enqueue(call);
        Send();
        return call.Task;
    }

    /// <summary>The caller has given the call up.</summary>
    /// <returns>Whether it was not sent, and never will be.</returns>
    public bool TryWithdraw(LinkedCall call)
    {
        lock (_lock)
        {
            _sent.Remove(call.Number);
            var isWithdrawn = !call.IsSettled;
            call.IsSettled = true;
            return isWithdrawn;
        }
    }

    private void Send()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        while (TakeBatch() is { } batch)
            _ = SendAsync(batch);
    }

    private CallBatch? TakeBatch()
    {
        lock (_lock)
        {
            var hasToSend = _gathered.Count > 0 || (_underWay.Count == 0 && _sent.Count > 0);
            if (!hasToSend || _underWay.Count == CallBatch.MostUnderWay)
                return null;
            var batch = new CallBatch(++_last, before: _underWay is [.., var latest] ? latest : 0, _received);
            while (_gathered.TryPeek(out var call) && batch.HasRoomFor(call))
            {
                _gathered.Dequeue();
                if (call.IsSettled)
                    continue;
                call.IsSettled = true;
                _sent.Add(call.Number, call);
                batch.Add(call);
            }

            _received = [];
            _underWay.Add(batch.Number);
            return batch;
        }
    }

    private async Task SendAsync(CallBatch batch)
    {
        // The message is of many calls: nothing of the one goes along whose thread happens to send it.
        RequestContext.Clear();
        Activity.Current = null;
        byte[] answers;
        try
        {
            answers = await worker.Batch(own, batch.Number, batch.Before, batch.Write()).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            OnFailed(batch, exception);
            return;
        }

        OnAnswered(batch, answers);
    }

    private void OnAnswered(CallBatch batch, ReadOnlySpan<byte> message)
    {
        var answers = new List<(LinkedCall Call, byte[] Answer)>();
        lock (_lock)
        {
            _underWay.Remove(batch.Number);
            var reader = new FrameReader(message);
            if (!message.IsEmpty)
                _received.Add(reader.ReadNumber());
            while (!reader.Rest.IsEmpty)
            {
                var number = reader.ReadNumber();
                var answer = reader.ReadBytes();
                // Where it is not there, its caller has given it up, or asks for it by itself.
                if (!_sent.TryGetValue(number, out var call))
                    continue;
                if (answer[0] != (byte)AnswerKind.Progress)
                    _sent.Remove(number);
                answers.Add((call, answer.ToArray()));
            }
        }

        Send();
        foreach (var (call, answer) in answers)
            call.Hear(answer);
    }

    private void OnFailed(CallBatch batch, Exception exception)
    {
        var isGone = exception is SiloUnavailableException;
        var wasNeverSent = exception is OrleansMessageRejectionException rejection && MessageRejections.WasNeverSent(rejection);
        List<LinkedCall> unsent = [], sent;
        lock (_lock)
        {
            _underWay.Remove(batch.Number);
            if (wasNeverSent)
                unsent.AddRange(batch.Calls.Where(call => _sent.Remove(call.Number)));
            while (isGone && _gathered.TryDequeue(out var call))
                unsent.Add(call);
            // Their answers may have been lost with the message: each asks for its own.
            sent = [.. _sent.Values];
            _sent.Clear();
        }

        Send();
        unsent.ForEach(static call => call.TrySetResult([]));
        if (isGone)
            sent.ForEach(call => call.TrySetException(exception));
        else
            sent.ForEach(static call => call.TrySetResult(_goesOn));
    }
}
