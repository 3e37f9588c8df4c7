namespace Crochet.Tests;

/// <summary>One wait for several results.</summary>
[TestClass]
public sealed class EventualResultWaitAllTests
{
    [TestMethod]
    public void WaitAll_OfTypedResults_GivesTheValuesInTheirOrder()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        EventualResult<int>[] results = [loop.RunInReactor(() => work.Task), loop.RunInReactor(() => 2)];
        var caller = Caller.Start(() => EventualResult.WaitAll(results, TestTimeouts.MustNotElapse)).UntilBlocked();

        work.SetResult(1);

        CollectionAssert.AreEqual(new[] { 1, 2 }, caller.Join());
    }

    [TestMethod]
    public void WaitAll_OfNone_Returns() => Assert.IsEmpty(EventualResult.WaitAll<int>([], TimeSpan.Zero));

    [TestMethod]
    public void WaitAll_SomeFail_ThrowsTheFirstInOrderAfterAllHaveEnded()
    {
        using var loop = TestLoop.Start();
        var late = new TaskCompletionSource();
        EventualResult[] results = [loop.RunInReactor(() => late.Task), loop.RunInReactor(Fails)];
        var caller = Caller.Start(() => EventualResult.WaitAll(results, TestTimeouts.MustNotElapse)).UntilBlocked();

        late.SetException(new FormatException("the first"));

        Assert.ThrowsExactly<FormatException>(() => caller.Join());
        static void Fails() => throw new InvalidOperationException("the second");
    }

    [TestMethod]
    public void WaitAll_SomeFail_RetrievesEveryFailure()
    {
        var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        FailAndWait(loop);

        loop.Dispose();
        Wait.Collect();

        Assert.AreEqual(0, reported.Count);
    }

    [TestMethod]
    public void WaitAll_OneIsLate_ThrowsATimeoutThatNamesIt()
    {
        using var loop = TestLoop.Start();
        var never = new TaskCompletionSource();
        EventualResult[] results = [loop.RunInReactor(() => { }), loop.RunInReactor(() => NeverEnds(never))];

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => EventualResult.WaitAll(results, TestTimeouts.MustElapse));

        Assert.Contains(nameof(WaitAll_OneIsLate_ThrowsATimeoutThatNamesIt), thrown.Call);
        never.SetResult();
    }

    [TestMethod]
    public void WaitAll_OnTheLoopThread_ThrowsForAnyOfThem()
    {
        using var loop = TestLoop.Start();
        using var other = TestLoop.Start("Other");
        var own = loop.RunInReactor(() => { });
        own.UntilEnded();

        var result = loop.RunInReactor(() => EventualResult.WaitAll([other.RunInReactor(() => { }), own], TestTimeouts.MustNotElapse));

        Assert.ThrowsExactly<EventLoopDeadlockException>(result.UntilEnded);
    }

    [TestMethod]
    public void WaitAll_WouldCloseARingByItsLast_ThrowsAtOnce()
    {
        using var first = TestLoop.Start("First");
        using var second = TestLoop.Start("Second");
        using var third = TestLoop.Start("Third");
        var never = new TaskCompletionSource();
        var goOn = new Gate();
        var result = first.RunInReactor(() =>
        {
            var waits = third.RunInReactor(() => first.RunInReactor(() => { }).Wait(TestTimeouts.MustNotElapse));
            goOn.Pass();
            EventualResult.WaitAll([second.RunInReactor(() => never.Task), waits], TestTimeouts.MustNotElapse);
        });
        Wait.Until(() => third.GetSnapshot().Waits.Any(wait => wait.From == "Third"));

        goOn.Open();

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(result.UntilEnded);
        CollectionAssert.AreEqual(new[] { "First", "Third", "First" }, thrown.Cycle.ToArray());
        never.SetResult();
    }

    [TestMethod]
    public void WaitAll_TokenIsSignalled_EndsTheWaitAlone()
    {
        using var loop = TestLoop.Start();
        using var source = new CancellationTokenSource();
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(() => work.Task);
        var caller = Caller.Start(() => EventualResult.WaitAll([result], TestTimeouts.MustNotElapse, source.Token)).UntilBlocked();

        source.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() => caller.Join());
        work.SetResult();
        result.UntilEnded();
    }

    [TestMethod]
    public void WaitAny_OneEnds_GivesItsIndex()
    {
        using var loop = TestLoop.Start();
        var works = Enumerable.Range(0, 100).Select(_ => new TaskCompletionSource()).ToArray();
        EventualResult[] results = [.. works.Select(work => loop.RunInReactor(() => work.Task))];
        var caller = Caller.Start(() => EventualResult.WaitAny(results, TestTimeouts.MustNotElapse)).UntilBlocked();

        works[77].SetResult();

        Assert.AreEqual(77, caller.Join());
        Array.ForEach(works, work => work.TrySetResult());
    }

    [TestMethod]
    public void WaitAny_OneHasFailed_GivesItsIndexAndDoesNotRetrieveIt()
    {
        var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var result = loop.RunInReactor(new Action(() => throw new InvalidOperationException("nobody asked")));

        Assert.AreEqual(0, EventualResult.WaitAny([result], TestTimeouts.MustNotElapse));

        loop.Dispose();
        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public void WaitAny_OfNone_Throws() => Assert.ThrowsExactly<ArgumentException>(() => EventualResult.WaitAny([], TimeSpan.Zero));

    [TestMethod]
    public void WaitAny_NoneInTime_Throws()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();

        Assert.ThrowsExactly<CrochetTimeoutException>(
            () => EventualResult.WaitAny([loop.RunInReactor(() => work.Task)], TestTimeouts.MustElapse));
        work.SetResult();
    }

    [TestMethod]
    public void WaitAny_OnTheLoopThread_Throws()
    {
        using var loop = TestLoop.Start();
        var own = loop.RunInReactor(() => { });

        var result = loop.RunInReactor(() => { EventualResult.WaitAny([own], TimeSpan.Zero); });

        Assert.ThrowsExactly<EventLoopDeadlockException>(result.UntilEnded);
    }

    private static Task NeverEnds(TaskCompletionSource never) => never.Task;

    private static void FailAndWait(EventLoop loop)
    {
        EventualResult[] results =
            [.. Enumerable.Range(0, 3).Select(_ => loop.RunInReactor(new Action(() => throw new InvalidOperationException())))];
        Assert.ThrowsExactly<InvalidOperationException>(() => EventualResult.WaitAll(results, TestTimeouts.MustNotElapse));
    }
}
