using Crochet.Running;

namespace Crochet.Mutation;

/// <summary>Scenarios that hold in a thousand orders, and in which Explore finds an old bug that was put back.</summary>
[TestClass]
public sealed class FoundBugTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestCleanup]
    public void TurnOff() => Switches.DropsQueuedAwaits = Switches.CutsDrains = Switches.LosesWakes = false;

    [TestMethod]
    public void QueuedAwaitAtAStop_HasItsFinallyRun() => Schedules.Explore(AwaitAtAStop);

    [TestMethod]
    public void SkippedFinally_IsFound()
    {
        Switches.DropsQueuedAwaits = true;

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(AwaitAtAStop, schedules: 999));

        Assert.IsInstanceOfType<AssertFailedException>(failure.InnerException);
    }

    [TestMethod]
    public void CallInADrain_EndsWell() => Schedules.Explore(CallInADrain);

    [TestMethod]
    public void CutDrain_IsFound()
    {
        Switches.CutsDrains = true;

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(CallInADrain, schedules: 999));

        Assert.IsInstanceOfType<EventLoopStoppedException>(failure.InnerException);
    }

    [TestMethod]
    public void ObjectAddedLate_IsDisposedOf() => Schedules.Explore(ObjectAddedLate);

    [TestMethod]
    public void LostWake_IsFound()
    {
        Switches.LosesWakes = true;

        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(ObjectAddedLate, schedules: 999));

        Assert.IsNull(failure.InnerException);
        StringAssert.Contains(failure.Message, "Stopper awaits");
    }

    private static void ObjectAddedLate(TestLoop test)
    {
        var isDisposed = false;
        var late = new Bound("late", () =>
        {
            isDisposed = true;
            return Task.CompletedTask;
        });
        async Task AddAsync()
        {
            for (var turn = 0; turn < 3; turn++)
                await Task.Yield();
            test.Loop.BoundObjects.Add(late);
        }

        // It has been disposed of, and another chosen in its place if there is one, before the late one comes.
        test.Loop.BoundObjects.Add(new Bound("early", async () =>
        {
            _ = AddAsync();
            await Task.Yield();
        }));
        test.AddCaller(async () => await test.Loop.StopAsync(TimeSpan.Zero), "stopper");
        test.RunToEnd();
        Assert.IsTrue(isDisposed, "The late object was left.");
    }

    private static void AwaitAtAStop(TestLoop test)
    {
        var gate = new TaskCompletionSource();
        var hasBegun = false;
        var hasCleaned = false;
        var mustClean = false;
        test.AddCaller(() => Try(() => test.Loop.WaitFor(Timeout.InfiniteTimeSpan, async () =>
        {
            hasBegun = true;
            try
            {
                await gate.Task;
            }
            finally
            {
                hasCleaned = true;
            }
        })));
        test.AddCaller(() =>
        {
            Try(() => test.Loop.WaitFor(_second, () => { }));
            gate.SetResult();
            // A loop that is about to stop has taken the await by now, or will.
            mustClean = hasBegun && test.Loop.State == EventLoopState.Running;
        });
        test.AddCaller(test.Loop.Stop);
        test.RunToEnd();
        Assert.IsTrue(hasCleaned || !mustClean, "The finally was skipped.");
    }

    private static void CallInADrain(TestLoop test)
    {
        test.AddCaller(() =>
        {
            try
            {
                test.Loop.WaitFor(10 * _second, () => Task.Delay(_second, test.Loop.TimeProvider));
            }
            catch (EventLoopStoppedException stopped) when (EventLoop.NeverRan(stopped))
            {
            }
        });
        test.AddCaller(async () => await test.Loop.StopAsync(30 * _second));
    }

    private sealed class Bound(string name, Func<Task> dispose) : IBoundObject
    {
        public string Name => name;

        public ValueTask DisposeOnLoopAsync() => new(dispose());
    }

    private static void Try(Action call)
    {
        try
        {
            call();
        }
        catch (EventLoopStoppedException)
        {
        }
    }
}
