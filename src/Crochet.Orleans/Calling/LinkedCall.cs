using Crochet.Wire;

namespace Crochet.Calling;

/// <summary>
/// A call on its way through a <see cref="WorkerLink"/>, and back. Its task ends with the worker's answer, or with no bytes where the call
/// was never sent.
/// </summary>
/// <param name="number">The call's number among those of this process.</param>
/// <param name="request">A <see cref="CallRequest"/>.</param>
/// <param name="progress">Hears what the call reports; null where nobody can ask for it.</param>
internal sealed class LinkedCall(ulong number, byte[] request, RemoteProgress? progress) : TaskCompletionSource<byte[]>
{
    public ulong Number => number;

    public byte[] Request => request;

    /// <summary>Whether it has been sent, or is not to be sent any more. Under the link's lock.</summary>
    public bool IsSettled { get; set; }

    /// <summary>What the worker says of it: a report, or its end.</summary>
    public void Hear(byte[] answer)
    {
        if (answer[0] == (byte)AnswerKind.Progress)
            progress?.Hear(answer);
        else if (answer.Length < CallBatch.Large)
            TrySetResult(answer);
        else
            ThreadPool.UnsafeQueueUserWorkItem(static one => one.Call.TrySetResult(one.Answer), (Call: this, Answer: answer), false);
    }
}
