using System.Collections.Concurrent;
using Crochet.Calls;

namespace Crochet.Stress;

/// <summary>Everything that a thread may do with a loop, chosen at random; each call is tracked to its end.</summary>
internal sealed class RandomCalls(EventLoop loop)
{
    private static readonly TimeSpan _tiny = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentQueue<TrackedCall> _calls = new();
    private readonly ConcurrentQueue<StashId> _stashed = new();

    public int Count => _calls.Count;

    /// <summary>One thing, and its end where it blocks for one. Returns also when the loop has stopped.</summary>
    public void DoOne(Random random)
    {
        try
        {
            Do(random.Next(16));
        }
        catch (EventLoopStoppedException)
        {
            // Refused: nothing was accepted.
        }
    }

    public void Verify()
    {
        foreach (var call in _calls)
            call.Verify();
    }

    private void Do(int what)
    {
        switch (what)
        {
            case 0:
                BlockFor(TestTimeouts.MustNotElapse, call => loop.WaitFor(TestTimeouts.MustNotElapse, call.Enter));
                break;
            case 1:
                BlockFor(TestTimeouts.MustNotElapse, call => loop.WaitFor(TestTimeouts.MustNotElapse, () => Fail(call)));
                break;
            case 2:
                BlockFor(_tiny, call => loop.WaitFor(_tiny, token => Never(call, token)));
                break;
            case 3:
                BlockFor(TimeSpan.Zero, call => loop.WaitFor(TimeSpan.Zero, call.Enter));
                break;
            case 4:
                WaitFor(Start(call => loop.RunInReactor(call.Enter)));
                break;
            case 5:
                WaitFor(Start(call => loop.RunInReactor(() => Fail(call))));
                break;
            case 6:
                WaitFor(Start(call => loop.RunInReactor(async () =>
                {
                    await Task.Yield();
                    call.Enter();
                })));
                break;
            case 7:
                Cancel(Start(call => loop.RunInReactor(token => Never(call, token))));
                break;
            case 8:
                Cancel(Start(call => loop.RunInReactor(() => NeverHeeding(call))));
                break;
            case 9:
                _stashed.Enqueue(Start(call => loop.RunInReactor(call.Enter)).Result!.Stash());
                break;
            case 10:
                Retrieve();
                break;
            case 11:
                loop.Post(static () => { });
                break;
            case 12:
                Await(Start(call => loop.RunInReactor(call.Enter)));
                break;
            case 13:
                AwaitWithTimeout();
                break;
            case 14:
                BlockWithToken();
                break;
            default:
                WaitFor(Start(call => loop.RunInReactor(async () => await loop.RunInReactor(call.Enter))));
                break;
        }
    }

    private TrackedCall Start(Func<TrackedCall, EventualResult> start)
    {
        var call = new TrackedCall(loop);
        call.Result = start(call);
        _calls.Enqueue(call);
        return call;
    }

    private void BlockFor(TimeSpan timeout, Action<TrackedCall> block)
    {
        var call = new TrackedCall(loop);
        _calls.Enqueue(call);
        var end = call.Observe(() => block(call));
        if (end == CallEnd.TimedOut && timeout == TestTimeouts.MustNotElapse)
            throw new AssertFailedException("A blocking call got no end before the hang guard elapsed.");
        call.See(end);
    }

    private static void WaitFor(TrackedCall call)
    {
        var end = call.Observe(() => call.Result!.Wait(TestTimeouts.MustNotElapse));
        if (end == CallEnd.TimedOut)
            throw new AssertFailedException("A wait got no end before the hang guard elapsed.");
        call.See(end);
    }

    private static void Await(TrackedCall call) => call.See(call.Observe(() =>
    {
        var task = call.Result!.AsTask();
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(TestTimeouts.MustNotElapse))
            throw new AssertFailedException("An awaited call got no end before the hang guard elapsed.");
        task.GetAwaiter().GetResult();
    }));

    private static void Cancel(TrackedCall call)
    {
        call.Result!.Cancel();
        if (call.Result.IsCompleted && call.Runs == 0 && call.Result.OriginalFailure()?.Exception is OperationCanceledException)
            call.ExpectNoRun();
        WaitFor(call);
    }

    private void Retrieve()
    {
        if (_stashed.TryDequeue(out var id))
        {
            Assert.IsTrue(loop.Stash.TryRetrieve(id, out var result));
            Assert.IsFalse(loop.Stash.TryRetrieve(id, out _));
            if (!result.IsCompleted)
                result.Cancel();
        }
    }

    private void AwaitWithTimeout()
    {
        var call = new TrackedCall(loop);
        _calls.Enqueue(call);
        var task =
            loop.Calls.QueueAwaited(CancellableInvoker.Instance, (Func<CancellationToken, Task>)(token => Never(call, token)), _tiny);
        var end = call.Observe(() =>
        {
            if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(TestTimeouts.MustNotElapse))
                throw new AssertFailedException("A call that was awaited with a timeout got no end before the hang guard elapsed.");
            task.GetAwaiter().GetResult();
        });
        call.See(end);
    }

    private void BlockWithToken()
    {
        var source = new CancellationTokenSource();
        var call = new TrackedCall(loop);
        _calls.Enqueue(call);
        ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), source, preferLocal: false);
        Func<int> body = call.Enter;
        call.See(call.Observe(() => loop.Calls.Block<int>(FunctionInvoker<int>.Instance, body, TestTimeouts.MustNotElapse, source.Token)));
    }

    private static int Fail(TrackedCall call)
    {
        call.Enter();
        throw new Boom();
    }

    private static async Task Never(TrackedCall call, CancellationToken token)
    {
        call.Enter();
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
    }

    private static Task NeverHeeding(TrackedCall call)
    {
        call.Enter();
        return new TaskCompletionSource().Task;
    }
}
