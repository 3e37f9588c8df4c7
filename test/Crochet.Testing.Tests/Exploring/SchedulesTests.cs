namespace Crochet.Tests.Exploring;

[TestClass]
public class SchedulesTests
{
    [TestMethod]
    public void Explore_RunsEachSeedOnce()
    {
        var seeds = new List<int>();

        Schedules.Explore(test => seeds.Add(test.Seed), schedules: 5, firstSeed: 7);

        CollectionAssert.AreEqual(new[] { 7, 8, 9, 10, 11 }, seeds);
    }

    [TestMethod]
    public void Explore_UnlessToldOtherwise_RunsAThousandFromZero()
    {
        var seeds = new List<int>();

        Schedules.Explore(test => seeds.Add(test.Seed));

        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).ToList(), seeds);
    }

    [TestMethod]
    public void Explore_RunsTheCallersToTheirEndAndDisposes()
    {
        TestLoop? used = null;
        var ended = false;

        Schedules.Explore(
            test =>
            {
                used = test;
                test.AddCaller(() =>
                {
                    test.Loop.WaitFor(TimeSpan.FromSeconds(5), () => Task.Delay(TimeSpan.FromSeconds(1), test.Loop.TimeProvider));
                    ended = true;
                });
            },
            schedules: 1);

        Assert.IsTrue(ended);
        Assert.AreEqual(EventLoopState.Stopped, used!.Loop.State);
    }

    [TestMethod]
    public void Explore_OfAScenarioThatThrows_GivesThatAsTheInnerException()
    {
        var thrown = new FormatException("Mine.");

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(
            test =>
            {
                test.RunToEnd();
                if (test.Seed == 3)
                    throw thrown;
            }));

        Assert.AreSame(thrown, failure.InnerException);
        Assert.AreEqual(3, failure.Seed);
        StringAssert.Contains(failure.Message, "FormatException: Mine.");
        StringAssert.Contains(failure.Message, "seed: 3)");
    }

    [TestMethod]
    public void Explore_OfAScenarioWhoseOwnRunToEndFails_GivesWhatTheCallerThrew()
    {
        var thrown = new FormatException();

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(test =>
        {
            test.AddCaller(() => throw thrown);
            test.RunToEnd();
        }));

        Assert.AreSame(thrown, failure.InnerException);
    }

    [TestMethod]
    public void Explore_OfAScenarioThatAwaits_RunsItInTheLoop()
    {
        var began = DateTimeOffset.MinValue;
        var seen = TimeSpan.Zero;

        Schedules.Explore(
            async test =>
            {
                began = test.Time.GetUtcNow();
                await Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider);
                Assert.AreSame(test.Loop, EventLoop.Current);
                seen = test.Time.GetUtcNow() - began;
            },
            schedules: 3);

        Assert.AreEqual(TimeSpan.FromHours(1), seen);
    }

    [TestMethod]
    public void Explore_OfAScenarioThatAwaitsAndThrows_GivesThat()
    {
        var thrown = new FormatException();

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(async _ =>
        {
            await Task.Yield();
            throw thrown;
        }));

        Assert.AreSame(thrown, failure.InnerException);
    }

    [TestMethod]
    public void Explore_OfADeadlock_HasNoInnerException()
    {
        var failure = Assert.ThrowsExactly<ScheduleException>(
            () => Schedules.Explore(test => test.AddCaller(() => new TaskCompletionSource().Task)));

        Assert.IsNull(failure.InnerException);
        StringAssert.Contains(failure.Message, "Caller 1 awaits");
    }

    [TestMethod]
    public void Explore_WithBadArguments_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedules.Explore((Action<TestLoop>)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedules.Explore((Func<TestLoop, Task>)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedules.Replay((Action<TestLoop>)null!, 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedules.Replay((Func<TestLoop, Task>)null!, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Schedules.Explore(_ => { }, schedules: 0));
    }

    [TestMethod]
    public void Explore_EachOrder_HasATestLoopOfItsOwnThatIsDisposedOfBeforeTheNext()
    {
        var used = new List<TestLoop>();

        Schedules.Explore(
            test =>
            {
                Assert.IsTrue(used.TrueForAll(before => before != test && before.Loop.State == EventLoopState.Stopped));
                used.Add(test);
            },
            schedules: 5);

        Assert.HasCount(5, used);
    }

    [TestMethod]
    public void Explore_OfAScenarioThatDisposesOfItsTestLoop_EndsThere()
    {
        var runs = 0;

        Schedules.Explore(
            test =>
            {
                test.AddCaller(() => throw new FormatException());
                test.Dispose();
                runs++;
            },
            schedules: 3);

        Assert.AreEqual(3, runs);
    }

    [TestMethod]
    public void Replay_OfAScenarioThatAwaits_FailsAsExploreDid()
    {
        static async Task Scenario(TestLoop test)
        {
            await Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider);
            throw new FormatException();
        }

        var explored = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(Scenario));
        var replayed = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Replay(Scenario, explored.Seed));

        Assert.AreEqual(explored.Message, replayed.Message);
        Assert.IsInstanceOfType<FormatException>(replayed.InnerException);
    }

    [TestMethod]
    public void Replay_OfAnOrderThatHolds_Returns() =>
        Schedules.Replay(test => test.AddCaller(() => test.Loop.WaitFor(TimeSpan.FromSeconds(5), () => { })), 12);

    [TestMethod]
    public void Replay_OfAnOrderThatFails_FailsWithTheSameSteps()
    {
        var explored = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(LostUpdate));

        var replayed = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Replay(LostUpdate, explored.Seed));

        Assert.AreEqual(explored.Message, replayed.Message);
        Assert.AreEqual(explored.Seed, replayed.Seed);
        CollectionAssert.AreEqual(explored.Steps.ToList(), replayed.Steps.ToList());
        Assert.IsInstanceOfType<AssertFailedException>(replayed.InnerException);
    }

    [TestMethod]
    public void Replay_OfAScenarioThatIsNotDeterministic_SaysSo()
    {
        var runs = 0;

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Replay(
            test =>
            {
                for (var caller = 0; caller <= runs; caller++)
                    test.AddCaller(() => test.Loop.WaitFor(TimeSpan.FromSeconds(5), () => { }));
                runs++;
            },
            0));

        StringAssert.Contains(failure.Message, "not deterministic");
        StringAssert.Contains(failure.Message, "step ");
    }

    [TestMethod]
    public void Explore_OfAScenarioThatFailsOnce_SaysThatItIsNotDeterministic()
    {
        var runs = 0;
        var thrown = new FormatException();

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(test => test.AddCaller(() =>
        {
            if (++runs == 5)
                throw thrown;
        })));

        StringAssert.Contains(failure.Message, "not deterministic");
        Assert.AreSame(thrown, failure.InnerException);
        Assert.AreEqual(4, failure.Seed);
    }

    [TestMethod]
    public void Steps_OfAScenario_HaveTimeInThem()
    {
        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(test =>
        {
            test.AddCaller(() =>
            {
                test.Loop.WaitFor(TimeSpan.FromSeconds(5), () => Task.Delay(TimeSpan.FromSeconds(1), test.Loop.TimeProvider));
                throw new FormatException();
            });
        }));

        CollectionAssert.Contains(failure.Steps.ToList(), "time: +1 s");
    }

    [TestMethod]
    public void ScheduleException_IsWhatItWasMadeWith()
    {
        var inner = new FormatException();

        var exception = new ScheduleException("It failed.", 3, ["loop: IBank.Withdraw"], inner);

        Assert.AreEqual("It failed.", exception.Message);
        Assert.AreEqual(3, exception.Seed);
        CollectionAssert.AreEqual(new[] { "loop: IBank.Withdraw" }, exception.Steps.ToList());
        Assert.AreSame(inner, exception.InnerException);
        Assert.ThrowsExactly<ArgumentNullException>(() => new ScheduleException("It failed.", 3, null!));
    }

    private static void LostUpdate(TestLoop test)
    {
        var balance = 0;
        for (var caller = 0; caller < 2; caller++)
        {
            test.AddCaller(() => test.Loop.WaitFor(TimeSpan.FromSeconds(5), async () =>
            {
                var read = balance;
                await Task.Yield();
                balance = read + 1;
            }));
        }

        test.RunToEnd();
        Assert.AreEqual(2, balance);
    }
}
