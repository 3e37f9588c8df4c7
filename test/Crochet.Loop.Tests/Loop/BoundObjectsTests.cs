using Crochet.Running;

namespace Crochet.Tests;

/// <summary>Objects that belong to a loop, whose stop disposes of them.</summary>
[TestClass]
public sealed class BoundObjectsTests
{
    [TestMethod]
    public void Stop_BoundObjects_AreDisposedOfOnTheLoopThreadInReverseOrder()
    {
        using var loop = TestLoop.Start();
        var order = new List<string>();
        foreach (var name in new[] { "first", "second", "third" })
            loop.BoundObjects.Add(new Bound(name, () => order.Add(loop.IsInLoopThread ? name : "elsewhere")));

        loop.Stop();
        loop.UntilStopped();

        Assert.AreSequenceEqual(["third", "second", "first"], order);
    }

    [TestMethod]
    public void Stop_BoundObject_IsDisposedOfAfterTheCallsInFlight()
    {
        using var loop = TestLoop.Start();
        var order = new List<string>();
        loop.BoundObjects.Add(new Bound("object", () => order.Add("object")));
        loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                await Task.Run(() => { }, CancellationToken.None);
                order.Add("call");
            }
        });
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.AreSequenceEqual(["call", "object"], order);
    }

    [TestMethod]
    public void Stop_DisposalIsAsynchronous_IsAwaitedBeforeTheNext()
    {
        using var loop = TestLoop.Start();
        var order = new List<string>();
        loop.BoundObjects.Add(new Bound("first", () => order.Add("first")));
        loop.BoundObjects.Add(new Bound("second", async () =>
        {
            await Task.Run(() => { });
            await Task.Delay(TestTimeouts.MustElapse, loop.TimeProvider);
            order.Add("second");
        }));

        loop.Stop();
        loop.UntilStopped();

        Assert.AreSequenceEqual(["second", "first"], order);
    }

    [TestMethod]
    public void Stop_DisposalThrows_IsReportedAndTheOthersAreDisposedOf()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var isDisposed = false;
        loop.BoundObjects.Add(new Bound("first", () => isDisposed = true));
        loop.BoundObjects.Add(new Bound("second", () => throw new InvalidOperationException("disposal")));

        loop.Stop();
        loop.UntilStopped();

        Assert.IsTrue(isDisposed);
        Assert.AreEqual("disposal", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void Stop_DisposalDoesNotEnd_IsLeftAfterFiveSecondsAndNamed()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { RealTime = time, LoggerFactory = logs });
        var begun = new Gate();
        var isDisposed = false;
        loop.BoundObjects.Add(new Bound("first", () => isDisposed = true));
        loop.BoundObjects.Add(new Bound("the deaf one", async () =>
        {
            begun.Open();
            await new TaskCompletionSource().Task;
        }));

        loop.Stop();
        begun.Pass();
        time.Advance(TimeSpan.FromSeconds(4.9));
        loop.UntilItHasLooked();
        Assert.IsFalse(loop.Completion.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        loop.UntilStopped();
        Assert.IsTrue(isDisposed);
        Assert.IsTrue(logs.Entries.Any(static entry => entry.Message.Contains("the deaf one", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Remove_BoundObject_IsNotDisposedOf()
    {
        using var loop = TestLoop.Start();
        var isDisposed = false;
        var bound = new Bound("object", () => isDisposed = true);
        loop.BoundObjects.Add(bound);

        Assert.IsTrue(loop.BoundObjects.Remove(bound));
        loop.Stop();
        loop.UntilStopped();

        Assert.IsFalse(isDisposed);
        Assert.IsFalse(loop.BoundObjects.Remove(bound));
    }

    [TestMethod]
    public void Add_AfterTheStop_Throws()
    {
        using var loop = TestLoop.Start();
        loop.Stop();
        loop.UntilStopped();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.BoundObjects.Add(new Bound("late", () => { })));
    }

    [TestMethod]
    public void LoopSet_Stop_DisposesOfTheObjectsOfAllLoopsInReverseOrderEachOnItsOwn()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");
        var order = new List<string>();
        var wrong = 0;
        foreach (var (loop, name) in new[] { (a, "1"), (b, "2"), (a, "3"), (b, "4"), (b, "5"), (a, "6") })
        {
            loop.BoundObjects.Add(new Bound(name, async () =>
            {
                wrong += loop.IsInLoopThread ? 0 : 1;
                await Task.Yield();
                order.Add(name);
            }));
        }

        Assert.IsTrue(new LoopSet([a, b]).StopAsync(TestTimeouts.MustNotElapse, default).Wait(TestTimeouts.MustNotElapse));

        Assert.AreSequenceEqual(["6", "5", "4", "3", "2", "1"], order);
        Assert.AreEqual(0, wrong);
        Assert.AreEqual(EventLoopState.Stopped, a.State);
        Assert.AreEqual(EventLoopState.Stopped, b.State);
    }

    [TestMethod]
    public void LoopSet_Drain_TakesCallsFromTheOthersThreadsUntilAllHaveDrained()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");
        var work = new TaskCompletionSource();
        var result = a.RunInReactor(async () =>
        {
            await work.Task;
            return await b.RunInReactor(() => 42) + b.WaitFor(TestTimeouts.MustNotElapse, () => 1);
        });
        a.CatchUp();

        var stopped = new LoopSet([a, b]).StopAsync(Timeout.InfiniteTimeSpan, default);
        b.UntilItHasLooked();
        Assert.ThrowsExactly<EventLoopStoppedException>(() => b.Post(() => { }));
        Assert.IsFalse(b.Completion.IsCompleted);
        work.SetResult();

        Assert.AreEqual(43, result.Value());
        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void LoopSet_OneLoopIsHeld_TheOtherEndsAndItsObjectsAreDisposedOf()
    {
        var time = new FakeTimeProvider();
        using var a = TestLoop.Start(new EventLoopOptions { Name = "A", RealTime = time });
        using var b = TestLoop.Start(new EventLoopOptions { Name = "B", RealTime = time });
        var order = new List<string>();
        b.BoundObjects.Add(new Bound("of B", () => order.Add("of B")));
        a.BoundObjects.Add(new Bound("of A", () => order.Add("of A")));
        var release = a.Hold();
        using var hurry = new CancellationTokenSource();

        var stopped = new LoopSet([a, b]).StopAsync(Timeout.InfiniteTimeSpan, hurry.Token);
        hurry.Cancel();
        Wait.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return stopped.IsCompleted && b.Completion.IsCompleted;
        });

        Assert.AreSequenceEqual(["of B"], order);
        Assert.AreEqual(EventLoopState.Stopping, a.State);
        release.Open();
        a.UntilStopped();
        Assert.AreSequenceEqual(["of B", "of A"], order);
    }

    [TestMethod]
    public void LoopSet_LoopsThatNeverRanOrHaveStopped_AreNoHindrance()
    {
        using var neverRan = new EventLoop();
        using var stopped = TestLoop.Start();
        stopped.Stop();
        using var running = TestLoop.Start();

        Assert.IsTrue(
            new LoopSet([neverRan, stopped, running]).StopAsync(TestTimeouts.MustNotElapse, default).Wait(TestTimeouts.MustNotElapse));
    }

    private sealed class Bound(string name, Func<Task> dispose) : IBoundObject
    {
        public Bound(string name, Action dispose)
            : this(name, () =>
            {
                dispose();
                return Task.CompletedTask;
            })
        {
        }

        public string Name => name;

        public ValueTask DisposeOnLoopAsync() => new(dispose());
    }
}
