namespace Crochet.Tests;

/// <summary>CallLater, and what every timer of a loop has in common.</summary>
[TestClass]
public sealed class EventLoopTimerTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void CallLater_DelayPassed_RunsOnTheLoopThread()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new TaskCompletionSource<bool>();
        using var timer = loop.CallLater(_second, () => fired.SetResult(loop.IsInLoopThread));

        time.Advance(_second);

        Assert.IsTrue(fired.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(fired.Task.Result);
    }

    [TestMethod]
    public void CallLater_DelayNotPassed_DoesNotRun()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        using var timer = loop.CallLater(_second, fired.Open);

        time.Advance(_second - TimeSpan.FromTicks(1));
        loop.CatchUp();

        Assert.IsFalse(fired.IsOpen);
    }

    [TestMethod]
    public void CallLater_DueBeforeALaterCallIsMade_RunsBeforeIt()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var order = new List<string>();
        var release = loop.Hold();
        using var timer = loop.CallLater(TimeSpan.Zero, () => order.Add("timer"));
        var call = loop.RunInReactor(() => order.Add("call"));

        release.Open();
        call.UntilEnded();

        CollectionAssert.AreEqual(new[] { "timer", "call" }, order);
    }

    [TestMethod]
    public void CallLater_HoldsTheLoopBeforeALaterCall_AStopTellsThatCallsWaiter()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var isHeld = new Gate();
        var holdsOn = new Gate();
        var release = loop.Hold();
        using var timer = loop.CallLater(TimeSpan.Zero, () =>
        {
            isHeld.Open();
            holdsOn.Pass();
        });
        var call = loop.RunInReactor(() => 1);
        release.Open();
        isHeld.Pass();

        loop.Stop();

        // Long before the gate's own guard lets the loop go on.
        Assert.ThrowsExactly<EventLoopStoppedException>(() => call.Wait(TestTimeouts.MustNotElapse / 2));
        holdsOn.Open();
    }

    [TestMethod]
    public void CallLater_Fired_DoesNotRunAgain()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var runs = 0;
        using var timer = loop.CallLater(_second, () => runs++);

        for (var second = 0; second < 5; second++)
        {
            time.Advance(_second);
            loop.CatchUp();
        }
        Wait.Until(() => Volatile.Read(ref runs) > 0);

        loop.CatchUp();
        Assert.AreEqual(1, runs);
    }

    [TestMethod]
    public void CallLater_ZeroDelay_RunsInALaterTurn()
    {
        using var loop = TestLoop.Start();
        var order = new List<string>();
        var fired = new Gate();

        loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            loop.CallLater(TimeSpan.Zero, () =>
            {
                order.Add("timer");
                fired.Open();
            });
            order.Add("turn");
        });
        fired.Pass();

        Assert.AreSequenceEqual(["turn", "timer"], order);
    }

    [TestMethod]
    public void CallLater_SeveralDueTogether_RunInTheOrderOfTheirDelays()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var order = new List<int>();
        var last = new Gate();
        int[] delays = [5, 1, 4, 2, 3];
        foreach (var delay in delays)
            loop.CallLater(delay * _second, () => order.Add(delay));
        loop.CallLater(6 * _second, last.Open);

        time.Advance(10 * _second);
        last.Pass();

        Assert.AreSequenceEqual([1, 2, 3, 4, 5], order);
    }

    [TestMethod]
    public void CallLater_SameDelay_RunInTheOrderTheyWereMade()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var order = new List<int>();
        var last = new Gate();
        foreach (var number in Enumerable.Range(0, 100))
            loop.CallLater(_second, () => order.Add(number));
        loop.CallLater(_second, last.Open);

        time.Advance(_second);
        last.Pass();

        Assert.AreSequenceEqual(Enumerable.Range(0, 100), order);
    }

    [TestMethod]
    public void CallLater_ShorterAfterLonger_IsNotDelayedByIt()
    {
        using var loop = TestLoop.Start();
        var fired = new Gate();
        using var longer = loop.CallLater(TimeSpan.FromHours(1), () => { });
        loop.CatchUp();

        using var shorter = loop.CallLater(TimeSpan.FromMilliseconds(5), fired.Open);

        fired.Pass();
    }

    [TestMethod]
    public void CallLater_RealTime_IsNeverEarly()
    {
        using var loop = TestLoop.Start();
        var fired = new Gate();

        var elapsed = Wait.Measure(() =>
        {
            using var timer = loop.CallLater(TimeSpan.FromMilliseconds(30), fired.Open);
            fired.Pass();
        });

        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(29), elapsed);
    }

    [TestMethod]
    public void CallLater_LongerThanTheSystemsTimersReach_Fires()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        using var timer = loop.CallLater(TimeSpan.FromDays(100), fired.Open);
        loop.CatchUp();

        time.Advance(TimeSpan.FromDays(99));
        loop.CatchUp();
        Assert.IsFalse(fired.IsOpen);
        time.Advance(TimeSpan.FromDays(1));

        fired.Pass();
    }

    [TestMethod]
    [DataRow(36_500)]
    [DataRow(10_000_000)]
    public void CallLater_LongerThanTheSystemsTimersReachInRealTime_DoesNotDisturbTheLoop(int days)
    {
        using var loop = TestLoop.Start();
        var fired = new Gate();

        using var timer = loop.CallLater(TimeSpan.FromDays(days), fired.Open);
        for (var turn = 0; turn < 10; turn++)
            loop.CatchUp();

        Assert.IsFalse(fired.IsOpen);
        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void CallLater_LongestDelay_DoesNotDisturbTheLoop()
    {
        using var loop = TestLoop.Start();
        var asleep = new Gate();
        using var longest = loop.CallLater(TimeSpan.MaxValue, () => { });

        using var soon = loop.CallLater(TimeSpan.FromMilliseconds(5), asleep.Open);
        asleep.Pass();

        loop.CatchUp();
    }

    [TestMethod]
    public void CallLater_TimeMovesWhileTheLoopGoesToSleep_IsNotLate()
    {
        var time = new HookedTime();
        using var loop = TestLoop.Start(time);
        loop.CatchUp();
        var fired = new Gate();
        var moved = new Gate();
        time.NextTimerIsSet = () =>
        {
            time.Advance(_second);
            moved.Open();
        };

        using var timer = loop.CallLater(2 * _second, fired.Open);
        moved.Pass();
        time.Advance(_second);

        fired.Pass();
    }

    [TestMethod]
    public void CallLater_WallClockIsSet_IsNotMoved()
    {
        var time = new SetTime();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        var marker = new Gate();
        using var timer = loop.CallLater(2 * _second, fired.Open);
        using var earlier = loop.CallLater(_second, marker.Open);

        time.WallClockIsOffBy = TimeSpan.FromDays(1);
        time.Advance(_second);
        marker.Pass();
        Assert.IsFalse(fired.IsOpen);
        time.WallClockIsOffBy = TimeSpan.FromDays(-365);
        time.Advance(_second);

        fired.Pass();
    }

    [TestMethod]
    [DataRow(1_000L)]
    [DataRow(1_000_000_000L)]
    public void CallLater_TimestampsOfAnotherFrequency_RunsAtItsTime(long frequency)
    {
        var time = new CoarseTime(frequency);
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        var marker = new Gate();
        using var timer = loop.CallLater(2 * _second, fired.Open);
        using var earlier = loop.CallLater(_second, marker.Open);

        time.Advance(1.5 * _second);
        marker.Pass();
        Assert.IsFalse(fired.IsOpen);
        time.Advance((0.5 * _second) + TimeSpan.FromMilliseconds(1));

        fired.Pass();
    }

    [TestMethod]
    public void CallLater_TimerDisposed_DoesNotRun()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var disposed = new Gate();
        var after = new Gate();
        var timer = loop.CallLater(_second, disposed.Open);
        using var next = loop.CallLater(2 * _second, after.Open);

        timer.Dispose();
        time.Advance(2 * _second);
        after.Pass();

        Assert.IsFalse(disposed.IsOpen);
    }

    [TestMethod]
    public void CallLater_TimerDisposedInTheTurnThatWouldFireIt_DoesNotRun()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var disposed = new Gate();
        var after = new Gate();
        ITimer? second = null;
        using var first = loop.CallLater(_second, () => second!.Dispose());
        second = loop.CallLater(_second, disposed.Open);
        using var third = loop.CallLater(_second, after.Open);

        time.Advance(_second);
        after.Pass();

        Assert.IsFalse(disposed.IsOpen);
    }

    [TestMethod]
    public void CallLater_TimerDisposedTwice_DoesNothing()
    {
        using var loop = TestLoop.Start();
        var timer = loop.CallLater(_second, () => { });

        timer.Dispose();
        timer.Dispose();

        Assert.IsFalse(timer.Change(_second, Timeout.InfiniteTimeSpan));
    }

    [TestMethod]
    public void CallLater_TimerChanged_RunsAtTheNewTime()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        var marker = new Gate();
        using var timer = loop.CallLater(_second, fired.Open);
        using var next = loop.CallLater(2 * _second, marker.Open);

        Assert.IsTrue(timer.Change(3 * _second, Timeout.InfiniteTimeSpan));

        time.Advance(2 * _second);
        marker.Pass();
        Assert.IsFalse(fired.IsOpen);
        time.Advance(_second);
        fired.Pass();
    }

    [TestMethod]
    public void CallLater_BeforeTheStart_WaitsForIt()
    {
        var time = new FakeTimeProvider();
        using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
        var fired = new Gate();
        using var timer = loop.CallLater(_second, fired.Open);

        time.Advance(2 * _second);
        Assert.IsFalse(fired.IsOpen);
        loop.Start();

        fired.Pass();
    }

    [TestMethod]
    public void CallLater_FromTheLoopThread_Fires()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        loop.WaitFor(TestTimeouts.MustNotElapse, () => loop.CallLater(_second, fired.Open));

        time.Advance(_second);

        fired.Pass();
    }

    [TestMethod]
    public void CallLater_CallbackThrows_IsReportedAndTheLoopGoesOn()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);

        using var timer = loop.CallLater(TimeSpan.Zero, ThrowsIt);

        var failure = reported.Single();
        Assert.AreEqual("thrown by a timer", failure.Failure.Exception.Message);
        Assert.Contains(nameof(ThrowsIt), failure.Source);
        loop.CatchUp();
        static void ThrowsIt() => throw new InvalidOperationException("thrown by a timer");
    }

    [TestMethod]
    public void CallLater_NegativeDelay_Throws()
    {
        using var loop = TestLoop.Start();

        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => loop.CallLater(-_second, () => { }));

        Assert.AreEqual("delay", thrown.ParamName);
    }

    [TestMethod]
    public void CallLater_NullCallback_Throws()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<ArgumentNullException>(() => loop.CallLater(_second, null!));
    }

    [TestMethod]
    public void CallLater_ForEverAnewWithoutDelay_StarvesNoPost()
    {
        using var loop = TestLoop.Start();
        var ran = new Gate();
        void CallAgain()
        {
            if (!ran.IsOpen && !loop.Stopping.IsCancellationRequested)
                loop.CallLater(TimeSpan.Zero, CallAgain);
        }

        for (var flood = 0; flood < 100; flood++)
            loop.CallLater(TimeSpan.Zero, CallAgain);
        loop.Post(ran.Open);

        ran.Pass();
    }

    [TestMethod]
    public void CallLater_StillPendingAtTheStop_NeverRuns()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var fired = new Gate();
        using var timer = loop.CallLater(_second, fired.Open);

        loop.Stop();
        loop.UntilStopped();
        time.Advance(2 * _second);

        Assert.IsFalse(fired.IsOpen);
    }

    [TestMethod]
    public void CallLater_ManyTimers_AllFire()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        const int Count = 10_000;
        using var left = new CountdownEvent(Count);
        for (var timer = 0; timer < Count; timer++)
            loop.CallLater(TimeSpan.FromMilliseconds(timer % 1000), () => left.Signal());

        time.Advance(_second);

        Assert.IsTrue(left.Wait(TestTimeouts.MustNotElapse));
    }

    /// <summary>Timestamps of another frequency.</summary>
    private sealed class CoarseTime(long frequency) : FakeTimeProvider
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => (long)(base.GetTimestamp() * (Int128)frequency / base.TimestampFrequency);
    }

    /// <summary>A wall clock that somebody sets, while no time passes.</summary>
    private sealed class SetTime : FakeTimeProvider
    {
        public TimeSpan WallClockIsOffBy { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + WallClockIsOffBy;

        public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
    }

    /// <summary>Lets a test act just before a timer is set.</summary>
    private sealed class HookedTime : FakeTimeProvider
    {
        /// <summary>Called once, before the next timer is set.</summary>
        public Action? NextTimerIsSet { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new HookedTimer(this, base.CreateTimer(callback, state, dueTime, period));

        private sealed class HookedTimer(HookedTime time, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                var next = time.NextTimerIsSet;
                time.NextTimerIsSet = null;
                next?.Invoke();
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
