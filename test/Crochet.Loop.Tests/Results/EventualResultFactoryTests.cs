namespace Crochet.Tests;

/// <summary>Results that no loop made: what a test double returns.</summary>
[TestClass]
public sealed class EventualResultFactoryTests
{
    [TestMethod]
    public void Completed_IsThere()
    {
        Assert.IsTrue(EventualResult.Completed.IsCompleted);
        Assert.IsNull(EventualResult.Completed.OriginalFailure());
        EventualResult.Completed.Wait(TimeSpan.Zero);
    }

    [TestMethod]
    public void FromResult_AValue_IsThere()
    {
        var result = EventualResult.FromResult("value");

        Assert.IsTrue(result.IsCompleted);
        Assert.AreEqual("value", result.Wait(TimeSpan.Zero));
    }

    [TestMethod]
    public void FromResult_Null_IsAValue() => Assert.IsNull(EventualResult.FromResult<string?>(null).Wait(TimeSpan.Zero));

    [TestMethod]
    public void FromException_AnException_IsThrownByEveryWait()
    {
        var thrown = new DivideByZeroException();
        var untyped = EventualResult.FromException(thrown);
        var typed = EventualResult.FromException<int>(thrown);

        Assert.IsTrue(untyped.IsCompleted);
        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => untyped.Wait(TimeSpan.Zero)));
        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => typed.Wait(TimeSpan.Zero)));
    }

    [TestMethod]
    public void FromTask_TaskEndsLater_EndsWithIt()
    {
        var work = new TaskCompletionSource<int>();
        var typed = EventualResult.FromTask(work.Task);
        var untyped = EventualResult.FromTask((Task)work.Task);
        Assert.IsFalse(typed.IsCompleted);
        Assert.IsFalse(untyped.IsCompleted);

        work.SetResult(42);

        Assert.AreEqual(42, typed.Value());
        untyped.UntilEnded();
    }

    [TestMethod]
    public void FromTask_TaskHasEnded_IsThere()
    {
        Assert.AreEqual(42, EventualResult.FromTask(Task.FromResult(42)).Wait(TimeSpan.Zero));
        EventualResult.FromTask(Task.CompletedTask).Wait(TimeSpan.Zero);
    }

    [TestMethod]
    public void FromTask_TaskFailed_ThrowsTheOriginalException()
    {
        var thrown = new DivideByZeroException();
        var result = EventualResult.FromTask(Task.FromException<int>(thrown));

        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(() => result.Value()));
    }

    [TestMethod]
    public void FromTask_TaskCancelled_IsCancelled()
    {
        var result = EventualResult.FromTask(Task.FromCanceled<int>(new CancellationToken(true)));

        Assert.Throws<OperationCanceledException>(() => result.Value());
    }

    [TestMethod]
    public void Factories_Null_Throw()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => EventualResult.FromException(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => EventualResult.FromException<int>(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => EventualResult.FromTask(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => EventualResult.FromTask<int>(null!));
    }

    [TestMethod]
    public void Conversion_OfAValue_IsAnEndedResult()
    {
        EventualResult<int> result = 42;

        Assert.AreEqual(42, result.Wait(TimeSpan.Zero));
    }

    [TestMethod]
    public void Conversion_OfATask_EndsWithIt()
    {
        var work = new TaskCompletionSource<int>();
        EventualResult<int> typed = work.Task;
        EventualResult untyped = (Task)work.Task;

        work.SetResult(42);

        Assert.AreEqual(42, typed.Value());
        untyped.UntilEnded();
    }

    [TestMethod]
    public void Conversion_OfNoTask_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => (EventualResult)(Task)null!);
        Assert.ThrowsExactly<ArgumentNullException>(() => (EventualResult<int>)(Task<int>)null!);
    }

    [TestMethod]
    public void Wait_ResultWithoutALoopTimesOut_TellsNoLoop()
    {
        var result = EventualResult.FromTask(new TaskCompletionSource<int>().Task);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.IsNull(thrown.Loop);
        Assert.IsFalse(thrown.IsWithdrawn);
        Assert.AreEqual(TestTimeouts.MustElapse, thrown.Timeout);
    }

    [TestMethod]
    public async Task Await_ResultWithoutALoop_IsTheValue()
    {
        Assert.AreEqual(42, await EventualResult.FromResult(42));
        await EventualResult.Completed;
        await Assert.ThrowsExactlyAsync<DivideByZeroException>(
            async () => await EventualResult.FromException(new DivideByZeroException()));
    }

    [TestMethod]
    public void Stash_ResultWithoutALoop_ThrowsAndNamesTheWayOut()
    {
        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => EventualResult.FromResult(42).Stash());

        Assert.Contains("Store", thrown.Message);
    }
}
