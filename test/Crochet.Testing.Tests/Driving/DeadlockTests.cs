namespace Crochet.Tests.Driving;

[TestClass]
public class DeadlockTests
{
    [TestMethod]
    public void RunToEnd_WithCallersThatWaitForEachOther_SaysWhoWaitsForWhat()
    {
        using var test = new TestLoop();
        var ofOne = new TaskCompletionSource();
        var ofOther = new TaskCompletionSource();
        test.AddCaller(() => AwaitThenSignal(ofOther, ofOne), "one");
        test.AddCaller(() => AwaitThenSignal(ofOne, ofOther), "other");
        void AwaitThenSignal(TaskCompletionSource first, TaskCompletionSource then)
        {
            test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => first.Task);
            then.SetResult();
        }

        var failure = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        Assert.IsNull(failure.InnerException);
        StringAssert.Contains(failure.Message, "No caller can go on");
        StringAssert.Contains(failure.Message, "One waits for");
        StringAssert.Contains(failure.Message, "other waits for");
        StringAssert.Contains(failure.Message, "has begun and not ended");
    }

    [TestMethod]
    public void RunToEnd_WithACallerThatAwaitsForEver_NamesIt()
    {
        using var test = new TestLoop();
        var bank = CrochetProxy.Create<IBank>(new Bank(1), test.Loop);
        test.AddCaller(async () =>
        {
            await bank.WithdrawAsync(1);
            await new TaskCompletionSource().Task;
        });

        var failure = Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        StringAssert.Contains(failure.Message, "Caller 1 awaits, since IBank.WithdrawAsync");
    }

    [TestMethod]
    public void RunToEnd_AfterADeadlock_GoesOnWhereThatIsOver()
    {
        using var test = new TestLoop();
        var source = new TaskCompletionSource<int>();
        var got = 0;
        test.AddCaller(() => got = test.Loop.WaitFor(Timeout.InfiniteTimeSpan, () => source.Task));
        Assert.ThrowsExactly<ScheduleException>(test.RunToEnd);

        source.SetResult(2);
        test.RunToEnd();

        Assert.AreEqual(2, got);
    }
}
