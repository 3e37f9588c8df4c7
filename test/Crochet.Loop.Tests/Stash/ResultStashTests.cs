namespace Crochet.Tests;

[TestClass]
public sealed class ResultStashTests
{
    [TestMethod]
    public void Retrieve_StoredResult_IsTheSameObject()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);

        var id = loop.Stash.Store(result);

        Assert.AreSame(result, loop.Stash.Retrieve(id));
    }

    [TestMethod]
    public void Stash_OfAResult_IsItsLoops()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);

        var id = result.Stash();

        Assert.AreEqual(1, loop.Stash.Count);
        Assert.AreSame(result, loop.Stash.Retrieve<int>(id));
    }

    [TestMethod]
    public void Retrieve_Again_Throws()
    {
        using var loop = TestLoop.Start();
        var id = loop.RunInReactor(() => 42).Stash();
        loop.Stash.Retrieve(id);

        Assert.ThrowsExactly<KeyNotFoundException>(() => loop.Stash.Retrieve(id));
        Assert.ThrowsExactly<KeyNotFoundException>(() => loop.Stash.Retrieve<int>(id));
        Assert.IsFalse(loop.Stash.TryRetrieve(id, out _));
        Assert.IsFalse(loop.Stash.TryRetrieve<int>(id, out _));
    }

    [TestMethod]
    public void Retrieve_MadeUpId_Throws()
    {
        using var loop = TestLoop.Start();
        using var other = TestLoop.Start();
        var foreign = other.RunInReactor(() => 42).Stash();

        Assert.ThrowsExactly<KeyNotFoundException>(() => loop.Stash.Retrieve(default));
        Assert.ThrowsExactly<KeyNotFoundException>(() => loop.Stash.Retrieve<int>(default));
        Assert.ThrowsExactly<KeyNotFoundException>(() => loop.Stash.Retrieve(foreign));
    }

    [TestMethod]
    public void Retrieve_ByTheIdsText_IsTheResult()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        var text = result.Stash().ToString();

        Assert.AreSame(result, loop.Stash.Retrieve(StashId.Parse(text)));
    }

    [TestMethod]
    public void Retrieve_AnotherType_ThrowsAndTheResultStays()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        var id = result.Stash();

        Assert.ThrowsExactly<InvalidCastException>(() => loop.Stash.Retrieve<string>(id));

        Assert.AreEqual(1, loop.Stash.Count);
        Assert.AreSame(result, loop.Stash.Retrieve<int>(id));
    }

    [TestMethod]
    public void Retrieve_AnotherType_ErrorNamesBoth()
    {
        using var loop = TestLoop.Start();
        var id = loop.RunInReactor(() => 42).Stash();

        var thrown = Assert.ThrowsExactly<InvalidCastException>(() => loop.Stash.Retrieve<string>(id));

        Assert.Contains("Int32", thrown.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("String", thrown.Message, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void Retrieve_TypedOfAnUntypedResult_ThrowsAndTheResultStays()
    {
        using var loop = TestLoop.Start();
        var id = loop.RunInReactor(() => { }).Stash();

        Assert.ThrowsExactly<InvalidCastException>(() => loop.Stash.Retrieve<int>(id));

        loop.Stash.Retrieve(id).UntilEnded();
    }

    [TestMethod]
    public void Retrieve_PendingResult_CanBeWaitedFor()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource<int>();
        var id = loop.RunInReactor(() => work.Task).Stash();

        var result = loop.Stash.Retrieve<int>(id);
        work.SetResult(42);

        Assert.AreEqual(42, result.Value());
    }

    [TestMethod]
    public void TryRetrieve_StoredResult_IsTrueOnce()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        var id = result.Stash();

        Assert.IsTrue(loop.Stash.TryRetrieve(id, out var retrieved));
        Assert.IsFalse(loop.Stash.TryRetrieve(id, out var nothing));

        Assert.AreSame(result, retrieved);
        Assert.IsNull(nothing);
    }

    [TestMethod]
    public void TryRetrieve_AnotherType_IsFalseAndTheResultStays()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        var id = result.Stash();

        Assert.IsFalse(loop.Stash.TryRetrieve<string>(id, out var nothing));
        Assert.IsTrue(loop.Stash.TryRetrieve<int>(id, out var retrieved));

        Assert.IsNull(nothing);
        Assert.AreSame(result, retrieved);
    }

    [TestMethod]
    public void Store_Null_Throws()
    {
        using var loop = TestLoop.Start();

        Assert.ThrowsExactly<ArgumentNullException>(() => loop.Stash.Store(null!));
    }

    [TestMethod]
    public void Store_ResultWithoutALoop_KeepsIt()
    {
        using var loop = TestLoop.Start();
        var result = EventualResult.FromResult(42);

        var id = loop.Stash.Store(result);

        Assert.AreSame(result, loop.Stash.Retrieve(id));
    }

    [TestMethod]
    public void Store_Again_GivesAnotherIdThatWorksToo()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);

        var first = result.Stash();
        var second = result.Stash();

        Assert.AreNotEqual(first, second);
        Assert.AreSame(result, loop.Stash.Retrieve(first));
        Assert.AreSame(result, loop.Stash.Retrieve(second));
    }

    [TestMethod]
    public void Stash_OnTheLoopThread_IsAllowed()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);

        var id = loop.WaitFor(TestTimeouts.MustNotElapse, result.Stash);

        Assert.AreSame(result, loop.WaitFor(TestTimeouts.MustNotElapse, () => (object)loop.Stash.Retrieve(id)));
    }

    [TestMethod]
    public void Count_FollowsStoreAndRetrieve()
    {
        using var loop = TestLoop.Start();
        var ids = Enumerable.Range(0, 10).Select(value => loop.RunInReactor(() => value).Stash()).ToList();
        Assert.AreEqual(10, loop.Stash.Count);

        foreach (var id in ids.Take(4))
            loop.Stash.Retrieve(id);

        Assert.AreEqual(6, loop.Stash.Count);
    }

    [TestMethod]
    public void Stash_OfALoop_IsAlwaysTheSame()
    {
        using var loop = new EventLoop();
        var before = loop.Stash;

        loop.Start();

        Assert.AreSame(before, loop.Stash);
    }

    [TestMethod]
    public void TryRetrieve_FromManyThreads_OneWins()
    {
        using var loop = TestLoop.Start();
        for (var round = 0; round < 20; round++)
        {
            var id = loop.RunInReactor(() => 42).Stash();

            var winners = Caller.StartTogether(32, caller => loop.Stash.TryRetrieve(id, out _)).Count(taker => taker.Join());

            Assert.AreEqual(1, winners);
        }
    }

    [TestMethod]
    public void Store_FromManyThreads_LosesNothing()
    {
        using var loop = TestLoop.Start();

        var ids = Caller.StartTogether(8, caller => Enumerable.Range(0, 500)
            .Select(value => (Value: (caller * 1000) + value, Id: loop.Stash.Store(EventualResult.FromResult((caller * 1000) + value))))
            .ToList()).SelectMany(caller => caller.Join()).ToList();

        Assert.AreEqual(4000, loop.Stash.Count);
        foreach (var (value, id) in ids)
            Assert.AreEqual(value, loop.Stash.Retrieve<int>(id).Value());
        Assert.AreEqual(0, loop.Stash.Count);
    }

    [TestMethod]
    public void Store_HeldByNobodyElse_KeepsTheResultAlive()
    {
        using var loop = TestLoop.Start();
        var id = loop.RunInReactor(() => 42).Stash();
        loop.CatchUp();

        Wait.Collect();

        Assert.AreEqual(42, loop.Stash.Retrieve<int>(id).Value());
    }

    [TestMethod]
    public void Retrieve_AfterTheStop_StillWorks()
    {
        using var loop = TestLoop.Start();
        var ended = loop.RunInReactor(() => 42).Stash();
        var pending = loop.RunInReactor(() => new TaskCompletionSource().Task).Stash();
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(42, loop.Stash.Retrieve<int>(ended).Value());
        Assert.ThrowsExactly<EventLoopStoppedException>(loop.Stash.Retrieve(pending).UntilEnded);
    }

    [TestMethod]
    public void Retrieve_FailureAfterTheStop_StillThrowsTheOriginal()
    {
        using var loop = TestLoop.Start();
        _ = new ReportedFailures(loop);
        var thrown = new DivideByZeroException();
        var id = loop.RunInReactor(new Action(() => throw thrown)).Stash();
        loop.CatchUp();

        loop.Stop();
        loop.UntilStopped();

        var retrieved = loop.Stash.Retrieve(id);
        Assert.AreSame(thrown, Assert.ThrowsExactly<DivideByZeroException>(retrieved.UntilEnded));
    }

    [TestMethod]
    public void Store_AfterTheStop_StillWorks()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(() => 42);
        result.UntilEnded();
        loop.Stop();
        loop.UntilStopped();

        var id = result.Stash();

        Assert.AreSame(result, loop.Stash.Retrieve(id));
    }
}
