namespace Crochet.Tests.Driving;

[TestClass]
public class RunTests
{
    [TestMethod]
    public void Run_Function_RunsInTheLoopAndMovesTime()
    {
        using var test = new TestLoop();
        EventLoop? current = null;
        var began = test.Time.GetUtcNow();

        test.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider);
            current = EventLoop.Current;
        });

        Assert.AreSame(test.Loop, current);
        Assert.AreEqual(began + TimeSpan.FromHours(1), test.Time.GetUtcNow());
    }

    [TestMethod]
    public void Run_FunctionWithAValue_GivesIt()
    {
        using var test = new TestLoop();

        var value = test.Run(async () =>
        {
            await Task.Yield();
            return 42;
        });

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void Run_FunctionThatThrows_ThrowsThat()
    {
        using var test = new TestLoop();
        var thrown = new FormatException();

        var caught = Assert.ThrowsExactly<FormatException>(() => test.Run(async () =>
        {
            await Task.Yield();
            throw thrown;
        }));

        Assert.AreSame(thrown, caught);
    }

    [TestMethod]
    public void Run_AfterRun_RunsAgain()
    {
        using var test = new TestLoop();
        test.Run(() => Task.CompletedTask);

        Assert.AreEqual(2, test.Run(() => Task.FromResult(2)));
    }

    [TestMethod]
    public void Run_WithProxiesOnTheLoop_AwaitsThem()
    {
        using var test = new TestLoop();
        var bank = CrochetProxy.Create<IBank>(new Bank(10), test.Loop);

        Assert.IsTrue(test.Run(() => bank.WithdrawAsync(4)));
    }

    [TestMethod]
    public void Run_WithCallers_RunsThemToo()
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>();
        test.AddCaller(() => test.Loop.WaitFor(TimeSpan.FromSeconds(5), () => source.SetResult(7)));

        Assert.AreEqual(7, test.Run(() => source.Task));
    }

    [TestMethod]
    public void Run_OfWhatNeverEnds_SaysWhatItWaitsFor()
    {
        using var test = new TestLoop(seed: 4);
        var failure = Assert.ThrowsExactly<ScheduleException>(() => test.Run(() => new TaskCompletionSource().Task));

        StringAssert.Contains(failure.Message, "Run_OfWhatNeverEnds");
        StringAssert.Contains(failure.Message, "has not ended");
        Assert.AreEqual(4, failure.Seed);
        Assert.AreEqual(3, test.Run(() => Task.FromResult(3)));
    }

    [TestMethod]
    public void Run_OfWhatNeverEndsBesideARepeatedCall_ComesToAnEnd()
    {
        using var test = new TestLoop();
        using var timer = test.Loop.CallEvery(TimeSpan.FromSeconds(1), () => { });

        var failure = Assert.ThrowsExactly<ScheduleException>(() => test.Run(() => new TaskCompletionSource().Task));

        StringAssert.Contains(failure.Message, "no end");
    }

    [TestMethod]
    public void Run_Null_Throws()
    {
        using var test = new TestLoop();

        Assert.ThrowsExactly<ArgumentNullException>(() => test.Run(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => test.Run<int>(null!));
    }

    [TestMethod]
    public void Run_AfterTheLoopHasStopped_Throws()
    {
        using var test = new TestLoop();
        test.Loop.Stop();
        test.RunUntilIdle();

        Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
        Assert.ThrowsExactly<EventLoopStoppedException>(() => test.Run(() => Task.CompletedTask));
    }
}
