using System.Collections.Concurrent;
using Crochet.Wire;

namespace Crochet.Serving;

/// <summary>
/// The calls of one process that run here, and the way back of their answers: each of the process's messages takes along those that are
/// there, and is held while there are none.
/// </summary>
internal sealed class CallerLink(SiloAddress caller, Admission admission) : IThreadPoolWorkItem
{
    private readonly ConcurrentDictionary<ulong, ServedCall> _calls = new();
    private readonly ConcurrentQueue<ServedCall> _ended = new();
    private readonly Lock _lock = new();
    private readonly Queue<IAnswer> _answers = new();
    private readonly Queue<HeldMessage> _held = new();
    private readonly Dictionary<ulong, SentAnswers> _sent = [];
    private ulong _last;
    private ulong _read;
    private TaskCompletionSource? _early;
    private bool _isClosed;
    private int _isFinishing;

    public SiloAddress Caller => caller;

    /// <summary>Those that have not ended.</summary>
    public IEnumerable<ServedCall> Running => _calls.Values.Where(static call => !call.HasEnded);

    public void Add(ServedCall call) => _calls[call.Key.Number] = call;

    /// <summary>One that runs, or whose end the caller may not have.</summary>
    public ServedCall? Find(ulong number) => _calls.GetValueOrDefault(number);

    /// <summary>The caller has no more use for it.</summary>
    public ServedCall? Remove(ulong number) => _calls.TryRemove(number, out var call) ? call : null;

    /// <summary>Ends when a message of the caller's has been read, or after a while, since it may be lost.</summary>
    public async Task UntilReadAsync(ulong message, TimeSpan patience)
    {
        Task read;
        lock (_lock)
        {
            if (message <= _read)
                return;
            _early ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            read = _early.Task;
        }

        await read.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The calls of a message have begun.</summary>
    public void OnRead(ulong message)
    {
        TaskCompletionSource? early;
        lock (_lock)
        {
            _read = Math.Max(_read, message);
            (early, _early) = (_early, null);
        }

        early?.TrySetResult();
    }

    /// <summary>A message of the caller's: takes the answers that are there, or waits for those that come; after a while, none.</summary>
    public ValueTask<byte[]> AnswerAsync()
    {
        HeldMessage? released = null;
        HeldMessage held;
        lock (_lock)
        {
            if (Take() is { } answers)
                return new(answers);
            if (_held.Count == CallBatch.MostUnderWay - 1)
                released = _held.Dequeue();
            _held.Enqueue(held = new());
        }

        released?.TrySetResult([]);
        return new(held.Task);
    }

    /// <summary>The answers of a message have come to the caller.</summary>
    public void OnReceived(ulong message)
    {
        SentAnswers sent;
        lock (_lock)
        {
            if (!_sent.Remove(message, out sent))
                return;
        }

        foreach (var number in sent.Ends)
            Remove(number);
    }

    /// <summary>The call has ended, on the loop's thread, mostly: the rest is done elsewhere, for all that end meanwhile.</summary>
    public void OnEnded(ServedCall call)
    {
        _ended.Enqueue(call);
        // Pairs with Execute, which says that it is done and looks for ends after.
        if (Interlocked.Exchange(ref _isFinishing, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            while (_ended.TryDequeue(out var call))
                call.Finish();
            Hand();
            Interlocked.Exchange(ref _isFinishing, 0);
        }
        while (!_ended.IsEmpty && Interlocked.Exchange(ref _isFinishing, 1) == 0);
    }

    /// <summary>Has the next message take this along; <see cref="Hand"/> gives it to one that is held.</summary>
    public void Say(IAnswer answer)
    {
        lock (_lock)
        {
            _answers.Enqueue(answer);
            if (_isClosed)
                Take();
        }
    }

    /// <summary>Gives what there is to say to the messages that are held.</summary>
    public void Hand()
    {
        while (true)
        {
            HeldMessage held;
            byte[] answers;
            lock (_lock)
            {
                if (_held.Count == 0 || Take() is not { } taken)
                    return;
                (held, answers) = (_held.Dequeue(), taken);
            }

            held.TrySetResult(answers);
        }
    }

    /// <summary>Answers the messages that were there already then.</summary>
    public void Release(long heldSince)
    {
        var released = new List<HeldMessage>();
        lock (_lock)
        {
            while (_held.TryPeek(out var held) && held.Since <= heldSince)
                released.Add(_held.Dequeue());
        }

        released.ForEach(static held => held.TrySetResult([]));
        foreach (var call in _calls.Values)
            call.AnswerIfAskedBefore(heldSince);
    }

    /// <summary>Forgets the ends that were there already then.</summary>
    public void Forget(long endedBefore)
    {
        foreach (var (number, call) in _calls)
        {
            if (call.HasEndedBefore(endedBefore))
                Remove(number);
        }

        lock (_lock)
        {
            foreach (var (message, _) in _sent.Where(one => one.Value.At < endedBefore).ToList())
                _sent.Remove(message);
        }
    }

    /// <summary>The caller has left the cluster: its calls are cancelled.</summary>
    /// <returns>How many there were.</returns>
    public int Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            while (_answers.Count > 0)
                Take();
        }

        var count = 0;
        foreach (var number in _calls.Keys)
        {
            if (Remove(number) is not { } call)
                continue;
            call.Cancel();
            count++;
        }

        return count;
    }

    // Under the lock. Null where there is nothing to say: the callers of some have given them up, or asked for them.
    private byte[]? Take()
    {
        if (_answers.Count == 0)
            return null;
        var writer = new FrameWriter();
        writer.WriteNumber(_last + 1);
        var empty = writer.Length;
        var ends = new List<ulong>();
        while (ends.Count < CallBatch.Most && _answers.TryPeek(out var answer)
            && (writer.Length == empty || writer.Length + answer.Length <= CallBatch.MostBytes))
        {
            _answers.Dequeue();
            if (answer.Write(writer))
                ends.Add(answer.Key.Number);
        }

        if (writer.Length == empty)
            return null;
        _last++;
        if (ends.Count > 0)
            _sent.Add(_last, new(ends, Environment.TickCount64));
        admission.Leave(ends.Count);
        return writer.ToArray();
    }

    private readonly record struct SentAnswers(List<ulong> Ends, long At);

    private sealed class HeldMessage() : TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Since { get; } = Environment.TickCount64;
    }
}
