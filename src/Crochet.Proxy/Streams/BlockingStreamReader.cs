using System.Collections;

namespace Crochet.Streams;

/// <summary>A reading whose steps block the reader.</summary>
internal sealed class BlockingStreamReader<T>(StreamSource<T> source) : StreamReader<T>(source), IEnumerator<T>
{
    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (IsOver)
            return false;
        if (TryTake(Source.CallerToken))
            return true;
        var stream = GetStream(out var isFirst);
        var isOnLoop = stream.Loop.IsInLoopThread;
        if (isOnLoop && !Source.RunsInPlace)
        {
            throw EventLoopDeadlockException.OnOwnLoop(
                stream.Loop, stream.Name,
                "Its items are made in the loop: read them in another thread, or let the member return an IAsyncEnumerable.");
        }

        var calls = stream.Loop.Calls;
        var invoker = isFirst ? Source.First : StepInvoker<T>.Next;
        try
        {
            return OnStepped(isOnLoop
                ? calls.RunInPlace<StreamStep<T>>(invoker, stream, Source.CallerToken)
                : calls.Block<StreamStep<T>>(invoker, stream, Source.Timeout, Source.CallerToken));
        }
        catch
        {
            OnFailed();
            throw;
        }
    }

    public void Dispose()
    {
        if (!TryLeave())
            return;
        var stream = Stream!;
        if (stream.Loop.IsHeldUpHere)
        {
            stream.LeaveInPlace();
            return;
        }

        try
        {
            stream.Loop.Calls.Block<bool>(LeaveInvoker<T>.Instance, stream, Source.Timeout);
        }
        catch (EventLoopStoppedException)
        {
            // The stop disposes of the iterator.
        }
        catch (EventLoopDeadlockException)
        {
            // The loop that would have to wait here is one that the stream's loop waits for: it leaves without waiting.
            stream.PostLeave();
        }
        catch (CrochetTimeoutException timeout) when (timeout.Call == stream.Name)
        {
            OnSlow(timeout);
        }
    }

    public void Reset() => throw new NotSupportedException("A stream is read once. Ask the sequence for another enumerator.");
}
