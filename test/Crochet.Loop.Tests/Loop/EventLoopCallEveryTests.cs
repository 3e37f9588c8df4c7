namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopCallEveryTests
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(10);

    [TestMethod]
    public void CallEvery_Now_CallsAtOnceOnTheLoopThread()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var seen = new TaskCompletionSource<bool>();

        using var timer = loop.CallEvery(_period, () =>
        {
            seen.SetResult(loop.IsInLoopThread);
            return Task.CompletedTask;
        });

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(seen.Task.Result);
    }

    [TestMethod]
    public void CallEvery_NotNow_CallsFirstAfterThePeriod()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, calls.Make, now: false);

        loop.CatchUp();
        Assert.AreEqual(0, calls.Count);
        time.Advance(_period);

        calls.UntilCount(1);
    }

    [TestMethod]
    public void CallEvery_PeriodsPass_CallsInEach()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, calls.Make);
        calls.UntilCount(1);

        for (var period = 2; period <= 6; period++)
        {
            loop.CatchUp();
            time.Advance(_period);
            calls.UntilCount(period);
        }

        loop.CatchUp();
        Assert.AreEqual(6, calls.Count);
    }

    [TestMethod]
    public void CallEvery_LongestPeriod_CallsOnce()
    {
        using var loop = TestLoop.Start();
        var calls = new Calls();
        using var timer = loop.CallEvery(TimeSpan.MaxValue, calls.Make);
        calls.UntilCount(1);

        for (var turn = 0; turn < 100; turn++)
            loop.CatchUp();

        Assert.AreEqual(1, calls.Count);
    }

    [TestMethod]
    public void CallEvery_ShortestPeriod_StarvesNoPost()
    {
        using var loop = TestLoop.Start();
        var calls = new Calls();
        using var timer = loop.CallEvery(TimeSpan.FromTicks(1), calls.Make);
        calls.UntilCount(10);

        loop.CatchUp();
    }

    [TestMethod]
    public void CallEvery_CallLastsLongerThanThePeriod_NeverTwoAtOnce()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        var first = new TaskCompletionSource();
        using var timer = loop.CallEvery(_period, () => calls.Make(first.Task));
        calls.UntilCount(1);

        for (var period = 0; period < 5; period++)
        {
            time.Advance(_period);
            loop.CatchUp();
        }

        Assert.AreEqual(1, calls.Count);
    }

    [TestMethod]
    public void CallEvery_LongCallEnds_NextStillComes()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        var first = new TaskCompletionSource();
        using var timer = loop.CallEvery(_period, () => calls.Make(calls.Count == 0 ? first.Task : Task.CompletedTask));
        calls.UntilCount(1);
        time.Advance(3 * _period);
        loop.CatchUp();

        first.SetResult();
        loop.CatchUp();
        loop.CatchUp();
        time.Advance(_period);

        calls.UntilCount(2);
    }

    [TestMethod]
    public void CallEvery_CallThrows_IsReportedAndTheNextStillComes()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var reported = new ReportedFailures(loop);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, ThrowsIt);

        calls.UntilCount(1);
        reported.UntilCount(1);
        loop.CatchUp();
        time.Advance(_period);

        calls.UntilCount(2);
        reported.UntilCount(2);
        Assert.AreSequenceEqual(["every", "every"], reported.Messages);
        Task ThrowsIt()
        {
            calls.Make();
            throw new InvalidOperationException("every");
        }
    }

    [TestMethod]
    public void CallEvery_CallFailsAfterAnAwait_IsReportedAndTheNextStillComes()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var reported = new ReportedFailures(loop);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, FailsIt);
        reported.UntilCount(1);
        loop.CatchUp();

        time.Advance(_period);
        reported.UntilCount(2);

        Assert.AreEqual(2, calls.Count);
        async Task FailsIt()
        {
            await calls.Make();
            await Task.Yield();
            throw new InvalidOperationException("every");
        }
    }

    [TestMethod]
    public void CallEvery_CallFails_SourceNamesIt()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var reported = new ReportedFailures(loop);

        using var timer = loop.CallEvery(_period, FailsIt);

        Assert.Contains(nameof(FailsIt), reported.Single().Source);
        static Task FailsIt() => Task.FromException(new InvalidOperationException("every"));
    }

    [TestMethod]
    public void CallEvery_CallReturnsNoTask_NextStillComes()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        _ = new ReportedFailures(loop);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, () =>
        {
            calls.Make();
            return null!;
        });
        calls.UntilCount(1);
        loop.CatchUp();

        time.Advance(_period);

        calls.UntilCount(2);
    }

    [TestMethod]
    public void CallEvery_CallIsCancelled_NextStillComes()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, () => calls.Make(Task.FromCanceled(new CancellationToken(true))));
        calls.UntilCount(1);
        loop.CatchUp();

        time.Advance(_period);

        calls.UntilCount(2);
    }

    [TestMethod]
    public void CallEvery_Awaits_ResumeOnTheLoopThread()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var seen = new TaskCompletionSource<bool>();

        using var timer = loop.CallEvery(_period, async () =>
        {
            await Task.Run(() => { });
            seen.TrySetResult(loop.IsInLoopThread);
        });

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(seen.Task.Result);
    }

    [TestMethod]
    public void CallEvery_TimerDisposed_CallsNoMore()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        var marker = new Gate();
        var timer = loop.CallEvery(_period, calls.Make);
        calls.UntilCount(1);
        loop.CatchUp();

        timer.Dispose();
        using var next = loop.CallLater(_period, marker.Open);
        time.Advance(_period);
        marker.Pass();

        Assert.AreEqual(1, calls.Count);
    }

    [TestMethod]
    public void CallEvery_TimerDisposedByItsOwnCall_CallsNoMore()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        var marker = new Gate();
        ITimer? timer = null;
        timer = loop.CallEvery(_period, () =>
        {
            timer!.Dispose();
            return calls.Make();
        }, now: false);
        time.Advance(_period);
        calls.UntilCount(1);
        loop.CatchUp();

        using var next = loop.CallLater(_period, marker.Open);
        time.Advance(_period);
        marker.Pass();

        Assert.AreEqual(1, calls.Count);
    }

    [TestMethod]
    public void CallEvery_LoopStops_CallsNoMore()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var calls = new Calls();
        using var timer = loop.CallEvery(_period, calls.Make);
        calls.UntilCount(1);

        loop.Stop();
        loop.UntilStopped();
        time.Advance(5 * _period);

        Assert.AreEqual(1, calls.Count);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1000)]
    public void CallEvery_PeriodNotPositive_Throws(int milliseconds)
    {
        using var loop = TestLoop.Start();

        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => loop.CallEvery(TimeSpan.FromMilliseconds(milliseconds), () => Task.CompletedTask));

        Assert.AreEqual("period", thrown.ParamName);
    }

    [TestMethod]
    public void CallEvery_NullCallback_Throws()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<ArgumentNullException>(() => loop.CallEvery(_period, null!));
    }

    private sealed class Calls
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Make() => Make(Task.CompletedTask);

        public Task Make(Task task)
        {
            Interlocked.Increment(ref _count);
            return task;
        }

        public void UntilCount(int count) => Wait.Until(() => Count >= count);
    }
}
