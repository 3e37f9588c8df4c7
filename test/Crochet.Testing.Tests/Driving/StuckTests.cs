namespace Crochet.Tests.Driving;

/// <summary>Code that holds its thread outside Crochet. The real bound is 10 s.</summary>
[TestClass]
public class StuckTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromMilliseconds(300);

    [TestMethod]
    public void Caller_ThatSleeps_IsNamed()
    {
        using var woken = new ManualResetEventSlim();
        using var test = new TestLoop(1, null, null, _bound);
        test.AddCaller(
            () =>
            {
                test.Loop.WaitFor(_bound, () => { });
                woken.Wait();
            },
            "sleeper");

        var failure = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);
        woken.Set();

        StringAssert.Contains(failure.Message, "sleeper was let go on");
        StringAssert.Contains(failure.Message, "300 ms");
        StringAssert.Contains(failure.Message, nameof(Caller_ThatSleeps_IsNamed));
    }

    [TestMethod]
    public void Caller_ThatWasStuckAndComesBack_GoesOnWhenDriven()
    {
        using var woken = new ManualResetEventSlim();
        using var test = new TestLoop(1, null, null, _bound);
        var got = 0;
        test.AddCaller(() =>
        {
            woken.Wait();
            got = test.Loop.WaitFor(_bound, () => 3);
        });
        Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        woken.Set();
        SpinWait.SpinUntil(
            () =>
            {
                test.RunUntilIdle();
                return got == 3;
            },
            TimeSpan.FromSeconds(15));

        Assert.AreEqual(3, got);
    }

    [TestMethod]
    public void OtherCallers_BesideOneThatIsStuck_GoOn()
    {
        using var woken = new ManualResetEventSlim();
        using var test = new TestLoop(1, null, null, _bound);
        test.AddCaller(woken.Wait);
        Assert.ThrowsExactly<ScheduleException>(() => test.RunUntilIdle());
        var got = 0;
        test.AddCaller(() => got = test.Loop.WaitFor(_bound, () => 3));

        test.RunUntilIdle();
        woken.Set();

        Assert.AreEqual(3, got);
    }

    [TestMethod]
    public void Turn_ThatSleeps_IsInterruptedAndNamed()
    {
        using var test = new TestLoop(1, null, null, _bound);
        using var never = new ManualResetEventSlim();
        var call = test.Loop.RunInReactor(() => never.Wait());

        var failure = Assert.ThrowsExactly<ScheduleException>(() => test.RunUntilIdle());

        StringAssert.Contains(failure.Message, nameof(Turn_ThatSleeps_IsInterruptedAndNamed));
        StringAssert.Contains(failure.Message, "await instead");
        Assert.IsInstanceOfType<ThreadInterruptedException>(call.OriginalFailure()?.Exception);
        Thread.Sleep(1);
    }

    [TestMethod]
    public void Turn_ThatWaitsForSomebodyElsesTask_IsInterruptedAndNamed()
    {
        using var test = new TestLoop(1, null, null, _bound);
        test.Loop.RunInReactor(() => new TaskCompletionSource().Task.Wait());

        var failure = Assert.ThrowsExactly<ScheduleException>(() => test.RunUntilIdle());

        StringAssert.Contains(failure.Message, nameof(Turn_ThatWaitsForSomebodyElsesTask_IsInterruptedAndNamed));
    }

    [TestMethod]
    public void Caller_ThatWaitsForALock_IsNamed()
    {
        var gate = new Lock();
        using var test = new TestLoop(1, null, null, _bound);
        test.AddCaller(
            () =>
            {
                lock (gate)
                    test.Loop.WaitFor(_bound, () => { });
            },
            "locker");

        ScheduleException failure;
        lock (gate)
            failure = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        StringAssert.Contains(failure.Message, "locker was let go on");
    }

    [TestMethod]
    public void Caller_ThatWasStuckAndThrows_ComesOutOfRunToEnd()
    {
        using var woken = new ManualResetEventSlim();
        using var test = new TestLoop(1, null, null, _bound);
        var thrown = new FormatException();
        Thread? thread = null;
        test.AddCaller(() =>
        {
            thread = Thread.CurrentThread;
            woken.Wait();
            throw thrown;
        });
        Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        woken.Set();
        ScheduleException? failure = null;
        SpinWait.SpinUntil(
            () =>
            {
                failure = Catch(test.RunToEnd);
                return failure?.InnerException is not null;
            },
            TimeSpan.FromSeconds(15));

        Assert.AreSame(thrown, failure?.InnerException);
    }

    [TestMethod]
    public void EveryWayToDrive_WithATurnThatIsStuck_NamesIt()
    {
        using var never = new ManualResetEventSlim();
        Action<TestLoop>[] ways =
        [
            static test => test.Advance(_bound), static test => test.AdvanceToNext(), static test => test.RunToEnd(),
            static test => test.Run(() => Task.CompletedTask), static test => test.Run(() => Task.FromResult(1)),
        ];

        foreach (var drive in ways)
        {
            using var test = new TestLoop(1, null, null, _bound);
            test.Loop.RunInReactor(() => never.Wait());
            var failure = Assert.ThrowsExactly<ScheduleException>(() => drive(test));
            StringAssert.Contains(failure.Message, nameof(EveryWayToDrive_WithATurnThatIsStuck_NamesIt));
        }
    }

    [TestMethod]
    public void Dispose_WithACallerThatNeverEnds_NamesIt()
    {
        using var woken = new ManualResetEventSlim();
        var test = new TestLoop(1, null, null, _bound);
        test.AddCaller(
            () =>
            {
                try
                {
                    test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => new TaskCompletionSource().Task);
                }
                finally
                {
                    woken.Wait();
                }
            },
            "holder");
        test.RunUntilIdle();

        var failure = Assert.ThrowsExactly<ScheduleException>(test.Dispose);
        woken.Set();

        StringAssert.Contains(failure.Message, "holder holds its thread outside Crochet");
    }

    [TestMethod]
    public void Explore_OfAScenarioThatIsStuck_IsNotRunAgain()
    {
        var runs = 0;
        using var never = new ManualResetEventSlim();

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(test =>
        {
            runs++;
            test.AddCaller(never.Wait, "sleeper");
        }));

        Assert.AreEqual(1, runs);
        StringAssert.Contains(failure.Message, "for 10 s");
    }

    private static ScheduleException? Catch(Action drive)
    {
        try
        {
            drive();
            return null;
        }
        catch (ScheduleException exception)
        {
            return exception;
        }
    }
}
