using System.Diagnostics;
using Crochet.Calls;

namespace Crochet.Stress.Memory;

/// <summary>
/// A million of each; in the ordinary run 100,000 of those for which an exception is thrown, since they take most of the time.
/// </summary>
[TestClass]
public sealed class MemoryTests
{
    private const long Bound = 512 * 1024;
    private const int Many = 1_000_000;
    private static readonly int _manyThrown = Soak.IsOn ? Many : 100_000;

    [TestMethod]
    public void Calls_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        for (var i = 0; i < count; i++)
            loop.RunInReactor(static () => 1);
        loop.CatchUp();
    });

    [TestMethod]
    public void BlockingCalls_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        for (var i = 0; i < count; i++)
            loop.WaitFor(TestTimeouts.MustNotElapse, static () => 1);
    });

    [TestMethod]
    public void CancelledCalls_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        for (var i = 0; i < count; i++)
            loop.RunInReactor(static token => Task.Delay(Timeout.InfiniteTimeSpan, token)).Cancel();
        loop.CatchUp();
    });

    [TestMethod]
    public void CallsCancelledWhileTheyPend_LeaveNothing() => LeavesNothing(_manyThrown, static (loop, count) =>
    {
        for (var i = 0; i < count; i++)
        {
            var result = loop.RunInReactor(static token => Task.Delay(Timeout.InfiniteTimeSpan, token));
            if (i % 100 == 0)
                loop.CatchUp();
            result.Cancel();
        }

        loop.CatchUp();
    });

    [TestMethod]
    public void TimedOutCalls_LeaveNothing() => LeavesNothing(_manyThrown, static (loop, count) =>
    {
        for (var i = 0; i < count; i++)
            Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, static () => new TaskCompletionSource().Task));
        loop.CatchUp();
    });

    [TestMethod]
    public void AwaitedCallsThatTimeOut_LeaveNothing() => LeavesNothing(_manyThrown, static (loop, count) =>
    {
        Func<CancellationToken, Task> body = static token => Task.Delay(Timeout.InfiniteTimeSpan, token);
        for (var i = 0; i < count; i++)
        {
            var task = loop.Calls.QueueAwaited(CancellableInvoker.Instance, body, TimeSpan.FromMilliseconds(1));
            if (i % 1_000 == 0)
                Wait.Until(() => task.IsCompleted);
        }

        Wait.Until(() => loop.GetSnapshot() is { PendingCount: 0, TimerCount: 0, QueuedCount: 0 });
    });

    [TestMethod]
    public void StashedAndRetrievedResults_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        var ids = new Queue<StashId>();
        for (var i = 0; i < count; i++)
        {
            ids.Enqueue(loop.RunInReactor(static () => 1).Stash());
            if (ids.Count == 1_000)
                loop.Stash.Retrieve(ids.Dequeue());
        }

        while (ids.TryDequeue(out var id))
            Assert.AreEqual(1, loop.Stash.Retrieve<int>(id).Value());
    });

    [TestMethod]
    public void FailedCallsThatNobodyObserves_AreReportedOnceEach_AndLeaveNothing()
    {
        var reported = 0;
        var made = 0;
        LeavesNothing(_manyThrown, (loop, count) =>
        {
            if (made == 0)
                loop.UnobservedFailure += (_, _) => Interlocked.Increment(ref reported);
            made += count;
            for (var i = 0; i < count; i++)
                loop.RunInReactor(static () => throw new Boom());
            loop.CatchUp();
            Wait.UntilCollected(() => Volatile.Read(ref reported) >= made - 1);
        });

        // The last one may still be on some stack.
        Assert.IsTrue(reported == made || reported == made - 1, $"{reported} reported of {made}");
    }

    [TestMethod]
    public void AbandonedCalls_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        // Each call that pends takes out of the list what was collected of a few that came before.
        for (var left = count; left > 16; left /= 2)
        {
            for (var i = 0; i < left; i++)
                loop.RunInReactor(static () => new TaskCompletionSource().Task);
            loop.CatchUp();
            Wait.Collect();
        }
    });

    [TestMethod]
    public void CallsTiedToOneLongLivedToken_LeaveNothing()
    {
        var source = new CancellationTokenSource();
        Func<Task> yields = static async () => await Task.Yield();
        LeavesNothing(Many, (loop, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                loop.Calls.Queue(TaskInvoker.Instance, yields, source.Token);
                // The source keeps a node for each registration that there ever was at one time.
                if (i % 1_000 == 0)
                    loop.CatchUp();
            }

            Wait.Until(() => loop.GetSnapshot() is { PendingCount: 0, QueuedCount: 0 });
        });
    }

    [TestMethod]
    public void TimersThatAreDisposedOf_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        for (var i = 0; i < count; i++)
            loop.CallLater(TimeSpan.FromHours(1), static () => { }).Dispose();
        loop.CatchUp();
    });

    [TestMethod]
    public void TimersThatFireTogether_LeaveNothing() => LeavesNothing(Many, static (loop, count) =>
    {
        var left = count;
        for (var i = 0; i < count; i++)
            loop.CallLater(TimeSpan.FromMilliseconds(1), () => Interlocked.Decrement(ref left));
        Wait.Until(() => Volatile.Read(ref left) == 0);
        loop.CatchUp();
    });

    [TestMethod]
    public void Loops_LeaveNothing() => LeavesNothing(1_500, static (_, count) =>
    {
        for (var i = 0; i < count; i++)
        {
            using var loop = TestLoop.Start();
            loop.RunInReactor(static () => new TaskCompletionSource().Task);
        }
    });

    [TestMethod]
    public void HeldResult_CostsLittle()
    {
        const int Count = 100_000;
        using var loop = TestLoop.Start();
        loop.CatchUp();
        var held = new EventualResult[Count];
        var before = Heap.Settled();

        for (var i = 0; i < Count; i++)
            held[i] = loop.RunInReactor(static () => 1);
        loop.CatchUp();
        var each = (Heap.Settled() - before) / (double)Count;

        GC.KeepAlive(held);
        Console.WriteLine($"A held result: {each:F0} bytes.");
        Assert.IsLessThan(128, each);
    }

    private static void LeavesNothing(int count, Action<EventLoop, int> make)
    {
        using var loop = TestLoop.Start();
        loop.UnobservedFailure += static (_, _) => { };
        // Pools, tables and threads grow to their size first.
        make(loop, Math.Min(count, 20_000));
        var before = Heap.Settled();
        var clock = Stopwatch.StartNew();

        make(loop, count);

        var time = clock.Elapsed;
        var growth = Heap.Settled() - before;
        Console.WriteLine($"{count:N0}: {growth / 1024.0:F0} KB more in the end, {time.TotalSeconds:F1} s.");
        Assert.IsLessThan(Bound, growth);
    }
}
