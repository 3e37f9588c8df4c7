using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>A stash that belongs to no loop: made by itself, shared by several.</summary>
[TestClass]
public sealed class StandaloneStashTests
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);
    private readonly FakeTimeProvider _time = new();

    [TestMethod]
    public void Store_OfATask_IsRetrievedAsItsResult()
    {
        var stash = new ResultStash();

        var id = stash.Store(Task.FromResult(42));

        Assert.AreEqual(42, stash.Retrieve<int>(id).Value());
    }

    [TestMethod]
    public void Store_PastTheCapacity_ThrowsAndLeavesTheResult()
    {
        var stash = new ResultStash(capacity: 1);
        var first = stash.Store(EventualResult.FromResult(1));
        var second = EventualResult.FromResult(2);

        Assert.ThrowsExactly<InvalidOperationException>(() => stash.Store(second));
        Assert.ThrowsExactly<InvalidOperationException>(() => stash.Store(Task.FromResult(3)));

        Assert.AreEqual(2, second.Value());
        stash.Retrieve(first);
        stash.Store(second);
    }

    [TestMethod]
    public void Store_FullOfWhatHasExpired_TakesIt()
    {
        var stash = new ResultStash(_lifetime, capacity: 1, _time);
        stash.Store(EventualResult.Completed);
        _time.Advance(_lifetime);

        stash.Store(EventualResult.Completed);

        Assert.AreEqual(1, stash.Count);
    }

    [TestMethod]
    public void Constructor_NonsenseLifetimeOrCapacity_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ResultStash(TimeSpan.Zero));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ResultStash(TimeSpan.FromSeconds(-5)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ResultStash(capacity: 0));
    }

    [TestMethod]
    public void Drop_OfAFailureWithoutALoop_IsLoggedOnceWithNobodyLooking()
    {
        using var logs = new RecordingLoggerFactory();
        var stash = new ResultStash(_lifetime, capacity: null, _time, logs);
        stash.Store(FailsAsync());

        _time.Advance(_lifetime * 2);

        Assert.AreEqual("no loop", logs.Next(entry => entry.Level == LogLevel.Error).Exception?.Message);
        Wait.Collect();
        Assert.HasCount(1, logs.At(LogLevel.Error));
        static async EventualResult FailsAsync() => await Task.FromException(new InvalidOperationException("no loop"));
    }

    [TestMethod]
    public void Stash_SharedByTwoLoops_HasTheResultsOfBothAndItsOwnLifetime()
    {
        var stash = new ResultStash(_lifetime, capacity: null, _time);
        using var first = Start(stash);
        using var second = Start(stash);
        Assert.AreSame(stash, first.Stash);
        var one = first.RunInReactor(() => 1).Stash();
        var two = second.RunInReactor(() => 2).Stash();
        first.CatchUp();
        second.CatchUp();

        Assert.AreEqual(1, second.Stash.Retrieve<int>(one).Value());
        _time.Advance(_lifetime);

        Assert.IsFalse(first.Stash.TryRetrieve(two, out _));
    }

    [TestMethod]
    public void Stop_OfOneLoopThatSharesIt_ReportsItsOwnFailuresAndLeavesTheOthers()
    {
        var stash = new ResultStash(_lifetime, capacity: null, _time);
        var first = Start(stash);
        using var second = Start(stash);
        var reportedByFirst = new ReportedFailures(first);
        var reportedBySecond = new ReportedFailures(second);
        first.RunInReactor(new Action(() => throw new InvalidOperationException("of the first"))).Stash();
        second.RunInReactor(new Action(() => throw new InvalidOperationException("of the second"))).Stash();
        second.CatchUp();

        first.CatchUp();
        first.Dispose();
        Assert.AreEqual("of the first", reportedByFirst.Single().Failure.Exception.Message);
        Assert.AreEqual(0, reportedBySecond.Count);
        _time.Advance(_lifetime);

        Assert.AreEqual("of the second", reportedBySecond.Single().Failure.Exception.Message);
        Assert.AreEqual(1, reportedByFirst.Count);
    }

    private static EventLoop Start(ResultStash stash) =>
        TestLoop.Start(new EventLoopOptions { Stash = stash, StashLifetime = TimeSpan.FromSeconds(1) });
}
