using System.Collections.Concurrent;

namespace Crochet.Tests;

/// <summary>A loop on a thread that some other framework owns.</summary>
[TestClass]
public sealed class EventLoopAdoptTests
{
    [TestMethod]
    public void Adopt_Context_IsRunningFromTheStart()
    {
        using var context = new PumpedContext();

        using var loop = EventLoop.Adopt(context);

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void Adopt_Null_Throws()
    {
        var thrown = Assert.ThrowsExactly<ArgumentNullException>(() => EventLoop.Adopt(null!));

        Assert.AreEqual("context", thrown.ParamName);
    }

    [TestMethod]
    public void Adopt_Options_AreTheLoops()
    {
        using var context = new PumpedContext();

        using var loop = EventLoop.Adopt(context, new EventLoopOptions { Name = "UI" });

        Assert.AreEqual("UI", loop.Name);
    }

    [TestMethod]
    public void Start_AdoptedLoop_DoesNothing()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);

        loop.Start();

        Assert.AreSame(context.Thread, loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread));
    }

    [TestMethod]
    public void Run_AdoptedLoop_Throws()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);

        Assert.ThrowsExactly<InvalidOperationException>(loop.Run);
    }

    [TestMethod]
    public void Post_AdoptedLoop_RunsOnTheContextsThread()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var seen = new TaskCompletionSource<Thread>();

        loop.Post(() => seen.SetResult(Thread.CurrentThread));

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreSame(context.Thread, seen.Task.Result);
    }

    [TestMethod]
    public void Post_AdoptedLoop_KeepsTheOrder()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var order = new List<int>();

        foreach (var number in Enumerable.Range(0, 1000))
            loop.Post(() => order.Add(number));
        loop.CatchUp();

        Assert.AreSequenceEqual(Enumerable.Range(0, 1000), order);
    }

    [TestMethod]
    public void Post_CallbackThrows_IsReportedAndDoesNotReachTheOwner()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var reported = new ReportedFailures(loop);

        loop.Post(() => throw new InvalidOperationException("thrown"));
        loop.CatchUp();

        Assert.AreEqual("thrown", reported.Single().Failure.Exception.Message);
        Assert.IsEmpty(context.Escaped);
    }

    [TestMethod]
    public void Callback_PumpsItsContext_IsNotEnteredAgain()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        using var beside = EventLoop.Adopt(context);
        var isInTurn = false;
        var seen = new TaskCompletionSource<bool>();

        loop.Post(() =>
        {
            isInTurn = true;
            beside.Post(() =>
            {
                loop.CallLater(TimeSpan.Zero, () => seen.SetResult(isInTurn));
                context.PumpWhatIsThere();
            });
            context.PumpWhatIsThere();
            isInTurn = false;
        });

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsFalse(seen.Task.Result);
    }

    [TestMethod]
    public void Current_InACallback_IsTheLoop()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, () => (EventLoop.Current, loop.IsInLoopThread));

        Assert.AreEqual((loop, true), seen);
    }

    [TestMethod]
    public void Current_InTheOwnersOwnCode_IsNull()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        loop.CatchUp();

        var seen = context.Invoke(() => (EventLoop.Current, loop.IsInLoopThread, SynchronizationContext.Current));

        Assert.AreEqual((null, false, context), seen);
    }

    [TestMethod]
    public void Await_InACall_ResumesInTheLoop()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Run(() => { });
            await Task.Yield();
            return (EventLoop.Current, Thread.CurrentThread);
        });

        Assert.AreEqual((loop, context.Thread), seen);
    }

    [TestMethod]
    public void Wait_InACallback_ThrowsDeadlock()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { Name = "UI" });
        var result = loop.RunInReactor(() => 1);
        result.UntilEnded();

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(TestTimeouts.MustNotElapse, () => result.Value()));

        Assert.AreSequenceEqual(["UI", "UI"], thrown.Cycle);
    }

    [TestMethod]
    public void Wait_InTheOwnersOwnCode_ThrowsDeadlock()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { Name = "UI" });
        var ended = loop.RunInReactor(() => 42);
        ended.UntilEnded();

        var ofTheEnded = context.Invoke(() => Assert.ThrowsExactly<EventLoopDeadlockException>(() => ended.Value()));
        var ofAnother = context.Invoke(
            () => Assert.ThrowsExactly<EventLoopDeadlockException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => 42)));

        Assert.AreSequenceEqual(["UI", "UI"], ofTheEnded.Cycle);
        Assert.AreSequenceEqual(["UI", "UI"], ofAnother.Cycle);
    }

    [TestMethod]
    public void Wait_InTheOwnersOwnCodeForALoopThatWaitsForIt_ThrowsDeadlock()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { Name = "UI" });
        using var other = TestLoop.Start("Other");
        var isHeld = new Gate();

        var inRing = context.Invoke(() =>
        {
            var blocked = other.RunInReactor(() =>
            {
                isHeld.Open();
                loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
            });
            isHeld.Pass();
            Wait.Until(() => loop.QueuedCount > 0);
            return EndOf(blocked);
        });

        Assert.IsInstanceOfType<EventLoopDeadlockException>(inRing);
    }

    [TestMethod]
    public void Dispose_InTheOwnersOwnCode_DoesNotBlock()
    {
        using var context = new PumpedContext();
        var loop = EventLoop.Adopt(context);

        context.Invoke(() =>
        {
            loop.Dispose();
            return 0;
        });

        loop.UntilStopped();
    }

    [TestMethod]
    public void Dispose_FromAnotherThread_ReturnsWhenTheLoopHasStopped()
    {
        using var context = new PumpedContext();
        var loop = EventLoop.Adopt(context);

        loop.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void WaitFor_QueuedAtTheTimeout_IsWithdrawnAndNeverRuns()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var release = loop.Hold();
        var ran = false;

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(
            () => loop.WaitFor(TestTimeouts.MustElapse, () => { ran = true; }));
        release.Open();
        loop.CatchUp();

        Assert.IsTrue(thrown.IsWithdrawn);
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public void CallLater_AdoptedLoop_FiresOnTheContextsThread()
    {
        using var context = new PumpedContext();
        var time = new FakeTimeProvider();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { TimeProvider = time });
        var seen = new TaskCompletionSource<(Thread, EventLoop?)>();
        using var timer = loop.CallLater(TimeSpan.FromSeconds(1), () => seen.SetResult((Thread.CurrentThread, EventLoop.Current)));

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual((context.Thread, loop), seen.Task.Result);
    }

    [TestMethod]
    public void CallLater_AdoptedLoopInRealTime_Fires()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var fired = new Gate();

        using var timer = loop.CallLater(TimeSpan.FromMilliseconds(5), fired.Open);

        fired.Pass();
    }

    [TestMethod]
    public void Stop_AdoptedLoop_LeavesTheThreadAlone()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(42, context.Invoke(() => 42));
        Assert.IsEmpty(context.Escaped);
    }

    [TestMethod]
    public void Stop_AdoptedLoop_UnblocksWaitsAndRefusesCalls()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var waiting = Caller.Start(loop.RunInReactor(() => new TaskCompletionSource().Task).UntilEnded).UntilBlocked();

        loop.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => waiting.Join());
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.Post(() => { }));
        Assert.ThrowsExactly<EventLoopStoppedException>(loop.Start);
    }

    [TestMethod]
    public void Stop_FromACallback_EndsTheLoop()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);

        loop.Post(loop.Stop);

        loop.UntilStopped();
    }

    [TestMethod]
    public void Stop_Stopping_IsSignalledOnTheContextsThread()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var seen = new TaskCompletionSource<(Thread, bool)>();
        using var registration = loop.Stopping.Register(() => seen.SetResult((Thread.CurrentThread, loop.IsInLoopThread)));

        loop.Stop();

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual((context.Thread, true), seen.Task.Result);
    }

    [TestMethod]
    public void StopAsync_AdoptedLoop_DrainsCallsInFlight()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { TimeProvider = new FakeTimeProvider() });
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        var stopped = loop.StopAsync(TimeSpan.FromMinutes(5));
        work.SetResult(42);

        Assert.IsTrue(stopped.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void Context_OfTheCaller_IsThereAndDoesNotStay()
    {
        using var context = new PumpedContext();
        using var loop = EventLoop.Adopt(context);
        var local = new AsyncLocal<string?> { Value = "caller" };

        var inCall = loop.WaitFor(TestTimeouts.MustNotElapse, () => local.Value);
        var afterwards = context.Invoke(() => local.Value);

        Assert.AreEqual("caller", inCall);
        Assert.IsNull(afterwards);
    }

    [TestMethod]
    public void Post_ContextThatIsGone_IsReportedAndStopsTheLoop()
    {
        using var loop = EventLoop.Adopt(new GoneContext());
        var reported = new ReportedFailures(loop);
        using var cancelled = new CancellationTokenSource();
        using var registration = loop.Stopping.Register(cancelled.Cancel);

        loop.Post(() => { });

        loop.UntilStopped();
        Assert.IsInstanceOfType<ObjectDisposedException>(reported.Single().Failure.Exception);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        Assert.IsTrue(cancelled.IsCancellationRequested);
    }

    [TestMethod]
    public void WaitFor_ContextThatIsGone_ThrowsStopped()
    {
        using var loop = EventLoop.Adopt(new GoneContext());
        _ = new ReportedFailures(loop);

        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => 42));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, () => 42));
    }

    [TestMethod]
    public void Stop_ContextThatIsGone_EndsTheLoopQuietly()
    {
        using var loop = EventLoop.Adopt(new GoneContext());
        var reported = new ReportedFailures(loop);

        loop.Stop();

        loop.UntilStopped();
        Assert.AreEqual(0, reported.Count);
    }

    [TestMethod]
    public void Timer_ContextThatIsGoneWhenItIsDue_StopsTheLoop()
    {
        var context = new LeavingContext();
        var time = new FakeTimeProvider();
        using var loop = EventLoop.Adopt(context, new EventLoopOptions { TimeProvider = time });
        _ = new ReportedFailures(loop);
        var pending = loop.RunInReactor(() => Task.Delay(TimeSpan.FromMinutes(1), loop.TimeProvider));
        loop.CatchUp();
        context.IsGone = true;

        time.Advance(TimeSpan.FromMinutes(2));

        loop.UntilStopped();
        Assert.ThrowsExactly<EventLoopStoppedException>(pending.UntilEnded);
    }

    [TestMethod]
    public void Batch_ContextThatIsGoneBeforeItsEnd_StopsTheLoop()
    {
        var context = new LeavingContext();
        using var loop = EventLoop.Adopt(context);
        _ = new ReportedFailures(loop);
        var again = true;
        void Repeat()
        {
            context.IsGone = true;
            if (Volatile.Read(ref again))
                loop.SynchronizationContext.Post(_ => Repeat(), null);
        }

        loop.Post(Repeat);

        loop.UntilStopped();
        Volatile.Write(ref again, false);
        Assert.IsEmpty(context.Escaped);
    }

    [TestMethod]
    public void RunInReactor_CallThatStopsTheLoopBeforeItIsHandedOut_IsNoRefusedCall()
    {
        using var context = new PumpedContext();
        var stopped = new Gate();
        var release = new Gate();
        using var loop = EventLoop.Adopt(new WaitingContext(context, stopped));

        try
        {
            var result = loop.RunInReactor(() =>
            {
                EventLoop.Current!.Stop();
                stopped.Open();
                release.Pass();
                return 42;
            });

            release.Open();
            Assert.AreEqual(42, result.Value());
        }
        finally
        {
            release.Open();
        }
    }

    private static Exception? EndOf(EventualResult result)
    {
        try
        {
            result.Wait(TestTimeouts.MustNotElapse);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    // Whoever posts from another thread comes back when the gate is open.
    private sealed class WaitingContext(PumpedContext inner, Gate gate) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            inner.Post(d, state);
            if (Thread.CurrentThread != inner.Thread)
                gate.Pass();
        }
    }

    private sealed class GoneContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => throw new ObjectDisposedException(nameof(GoneContext));
    }

    // Takes callbacks for the pool, one at a time, until it is gone.
    private sealed class LeavingContext : SynchronizationContext
    {
        private readonly Lock _lock = new();
        private volatile bool _isGone;

        public bool IsGone
        {
            get => _isGone;
            set => _isGone = value;
        }

        public ConcurrentQueue<Exception> Escaped { get; } = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            ObjectDisposedException.ThrowIf(_isGone, this);
            ThreadPool.QueueUserWorkItem(_ => Run(d, state));
        }

        private void Run(SendOrPostCallback callback, object? state)
        {
            try
            {
                lock (_lock)
                    callback(state);
            }
            catch (Exception exception)
            {
                Escaped.Enqueue(exception);
            }
        }
    }
}
