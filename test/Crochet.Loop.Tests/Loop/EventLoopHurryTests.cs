namespace Crochet.Tests;

/// <summary>A stop that does not wait for code that never returns.</summary>
[TestClass]
public sealed class EventLoopHurryTests
{
    [TestMethod]
    public void StopAsync_HurryIsSignalled_EndsTheDrain()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => new TaskCompletionSource().Task);
        loop.CatchUp();
        using var hurry = new CancellationTokenSource();
        var stopped = loop.StopAsync(Timeout.InfiniteTimeSpan, hurry.Token);
        Assert.IsFalse(stopped.IsCompleted);

        hurry.Cancel();

        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(stopped.IsCompletedSuccessfully);
        Assert.ThrowsExactly<EventLoopStoppedException>(result.UntilEnded);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void StopAsync_HurryOfASecondCall_EndsTheDrainOfTheFirst()
    {
        using var loop = TestLoop.Start();
        loop.RunInReactor(() => new TaskCompletionSource().Task);
        loop.CatchUp();
        var first = loop.StopAsync(Timeout.InfiniteTimeSpan);

        var second = loop.StopAsync(hurry: new CancellationToken(canceled: true));

        Assert.IsTrue(first.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(second.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void StopAsync_TurnDoesNotReturn_IsLeftBehindAndNamed()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { RealTime = time, LoggerFactory = logs });
        var release = loop.Hold();
        using var hurry = new CancellationTokenSource();
        var stopped = loop.StopAsync(Timeout.InfiniteTimeSpan, hurry.Token);

        hurry.Cancel();
        Wait.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return stopped.IsCompleted;
        });

        Assert.IsTrue(stopped.IsCompletedSuccessfully);
        Assert.AreEqual(EventLoopState.Stopping, loop.State);
        Assert.IsFalse(loop.Completion.IsCompleted);
        Assert.IsTrue(logs.Entries.Any(entry => entry.Message.Contains("left behind", StringComparison.Ordinal)
            && entry.Message.Contains(nameof(TestLoop.Hold), StringComparison.Ordinal)));
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public async Task DisposeAsync_TurnDoesNotReturn_LeavesItBehindAfterFiveSeconds()
    {
        var time = new FakeTimeProvider();
        var loop = TestLoop.Start(new EventLoopOptions { RealTime = time });
        var release = loop.Hold();

        var disposed = loop.DisposeAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.IsFalse(disposed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await disposed.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual(EventLoopState.Stopping, loop.State);
        release.Open();
        loop.UntilStopped();
    }

    [TestMethod]
    public void Start_ThreadCannotBeStarted_ThrowsAndStopsTheLoop()
    {
        using var loop = new EventLoop(new EventLoopOptions { StartThread = _ => throw new OutOfMemoryException("no thread") });
        var waiting = Caller.Start(loop.RunInReactor(() => { }).UntilEnded).UntilBlocked();

        Assert.ThrowsExactly<OutOfMemoryException>(loop.Start);

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.ThrowsExactly<EventLoopStoppedException>(loop.Start);
    }

    [TestMethod]
    public void Run_ExceptionEscapes_EndsTheLoopAsAStopDoes()
    {
        using var loop = new EventLoop();
        var cleanedUp = false;
        var inFlight = loop.RunInReactor(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                cleanedUp = true;
            }
        });
        var running = Caller.Start(loop.Run);
        loop.CatchUp();
        running.UntilBlocked();

        running.Interrupt();

        Assert.ThrowsExactly<ThreadInterruptedException>(() => running.Join());
        Assert.ThrowsExactly<EventLoopStoppedException>(inFlight.UntilEnded);
        Assert.IsTrue(cleanedUp);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.IsTrue(loop.Completion.IsCompletedSuccessfully);
    }

    [TestMethod]
    public void Run_LoopsOwnCodeFailsAgainAndAgain_WaitersAreTold()
    {
        var time = new FailingTimeProvider();
        using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
        var inFlight = loop.RunInReactor(() => new TaskCompletionSource().Task);
        var running = Caller.Start(loop.Run);
        loop.CatchUp();

        time.Fails = true;
        loop.Wake();

        Assert.ThrowsExactly<OutOfMemoryException>(() => running.Join());
        Assert.ThrowsExactly<EventLoopStoppedException>(inFlight.UntilEnded);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void Post_ThreadIsInterruptedInIt_LoopStillWakes()
    {
        var parker = new TaskCompletionSource<Waiting.Parker>();
        var woken = new Gate();
        var thread = new Thread(() =>
        {
            parker.SetResult(Waiting.Parker.Current);
            Waiting.Parker.Current.Park(Timeout.Infinite);
            woken.Open();
        });
        thread.IsBackground = true;
        thread.Start();
        var interrupted = false;
        Caller<bool> waker;
        lock (parker.Task.Result)
        {
            waker = Caller.Start(() =>
            {
                parker.Task.Result.Wake();
                try
                {
                    Thread.Sleep(Timeout.Infinite);
                }
                catch (ThreadInterruptedException)
                {
                    interrupted = true;
                }
            }).UntilBlocked();
            waker.Interrupt();
            Thread.Yield();
        }

        woken.Pass();
        waker.Join();
        Assert.IsTrue(interrupted);
    }

    private sealed class FailingTimeProvider : TimeProvider
    {
        private volatile bool _fails;

        public bool Fails
        {
            get => _fails;
            set => _fails = value;
        }

        public override long GetTimestamp() =>
            _fails && EventLoop.Current is not null ? throw new OutOfMemoryException("time") : base.GetTimestamp();
    }
}
