using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>What is not retrieved within the stash's lifetime is dropped, and a failure among it reported.</summary>
[TestClass]
public sealed class ResultStashLifetimeTests
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    [TestMethod]
    public void Retrieve_WithinTheLifetime_IsTheResult()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var result = loop.RunInReactor(() => 42);
        var id = result.Stash();

        time.Advance(_lifetime - TimeSpan.FromTicks(1));

        Assert.AreSame(result, loop.Stash.Retrieve(id));
    }

    [TestMethod]
    public void Retrieve_AfterTheLifetime_Throws()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var id = loop.RunInReactor(() => 42).Stash();
        loop.CatchUp();

        time.Advance(_lifetime + TimeSpan.FromTicks(1));

        Assert.ThrowsExactly<KeyNotFoundException>(() => loop.Stash.Retrieve(id));
        Assert.IsFalse(loop.Stash.TryRetrieve(id, out var _));
    }

    [TestMethod]
    public void Count_AfterTheLifetime_IsWithoutIt()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        loop.RunInReactor(() => 42).Stash();
        loop.CatchUp();

        time.Advance(2 * _lifetime);

        Wait.Until(() => loop.Stash.Count == 0);
    }

    [TestMethod]
    public void Lifetime_Default_IsAnHour()
    {
        var (loop, time) = Start(null);
        using var _ = loop;
        var early = loop.RunInReactor(() => 42).Stash();
        var late = loop.RunInReactor(() => 42).Stash();
        loop.CatchUp();

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.IsTrue(loop.Stash.TryRetrieve(early, out var _));
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.IsFalse(loop.Stash.TryRetrieve(late, out var _));
    }

    [TestMethod]
    public void Lifetime_Infinite_KeepsForEver()
    {
        var (loop, time) = Start(Timeout.InfiniteTimeSpan);
        using var _ = loop;
        var id = loop.RunInReactor(() => 42).Stash();

        time.Advance(TimeSpan.FromDays(10_000));
        loop.CatchUp();

        Assert.AreEqual(42, loop.Stash.Retrieve<int>(id).Value());
    }

    [TestMethod]
    public void Lifetime_Longest_KeepsForEver()
    {
        var (loop, time) = Start(TimeSpan.MaxValue);
        using var _ = loop;
        time.Advance(TimeSpan.FromDays(1));
        var id = loop.RunInReactor(() => 42).Stash();

        time.Advance(TimeSpan.FromDays(10_000));
        loop.CatchUp();

        Assert.AreEqual(42, loop.Stash.Retrieve<int>(id).Value());
    }

    [TestMethod]
    public void Lifetime_OfEachResult_BeginsWithItsStore()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var first = loop.RunInReactor(() => 1).Stash();
        loop.CatchUp();
        time.Advance(_lifetime / 2);
        var second = loop.RunInReactor(() => 2).Stash();

        time.Advance((_lifetime / 2) + TimeSpan.FromSeconds(1));

        Assert.IsFalse(loop.Stash.TryRetrieve(first, out var _));
        Assert.IsTrue(loop.Stash.TryRetrieve(second, out var _));
    }

    [TestMethod]
    public void Lifetime_PassesAfterTheStop_ResultIsDropped()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var id = loop.RunInReactor(() => 42).Stash();
        loop.CatchUp();
        loop.Stop();
        loop.UntilStopped();

        time.Advance(2 * _lifetime);

        Assert.IsFalse(loop.Stash.TryRetrieve(id, out var _));
    }

    [TestMethod]
    public void Drop_OfAFailure_IsReportedOnce()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var reported = new ReportedFailures(loop);
        loop.RunInReactor(Fails).Stash();
        loop.CatchUp();
        Assert.AreEqual(0, reported.Count);

        time.Advance(2 * _lifetime);
        Wait.Until(() => loop.Stash.Count == 0);
        reported.UntilCount(1);
        Wait.Collect();
        loop.CatchUp();

        var failure = reported.Single();
        Assert.AreEqual("stashed", failure.Failure.Exception.Message);
        Assert.Contains(nameof(Fails), failure.Source);
        static void Fails() => throw new InvalidOperationException("stashed");
    }

    [TestMethod]
    public void Drop_OfAFailureWithoutALoop_IsReportedByTheStashsLoop()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var reported = new ReportedFailures(loop);
        loop.Stash.Store(FailsAsync());

        time.Advance(2 * _lifetime);

        Assert.AreEqual("no loop", reported.Single().Failure.Exception.Message);
        static async EventualResult FailsAsync() => await Task.FromException(new InvalidOperationException("no loop"));
    }

    [TestMethod]
    public void Stop_WithAFailureWithoutALoop_IsReportedByTheStashsLoop()
    {
        var (loop, _) = Start(_lifetime);
        var reported = new ReportedFailures(loop);
        var id = loop.Stash.Store(FailsAsync());

        loop.Dispose();

        Assert.AreEqual("no loop", reported.Single().Failure.Exception.Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => loop.Stash.Retrieve(id).UntilEnded());
        static async EventualResult FailsAsync() => await Task.FromException(new InvalidOperationException("no loop"));
    }

    [TestMethod]
    public void Drop_OfAFailure_NeedsNobodyToLook()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { TimeProvider = time, LoggerFactory = logs, StashLifetime = _lifetime });
        loop.RunInReactor(new Action(() => throw new InvalidOperationException("stashed"))).Stash();
        loop.CatchUp();

        time.Advance(2 * _lifetime);

        Assert.AreEqual("stashed", logs.Next(entry => entry.Level == LogLevel.Error).Exception?.Message);
    }

    [TestMethod]
    public void Drop_OfASuccess_IsLoggedAndNotReported()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { TimeProvider = time, LoggerFactory = logs, StashLifetime = _lifetime });
        var reported = new ReportedFailures(loop);
        loop.RunInReactor(() => 42).Stash();
        loop.CatchUp();
        var before = logs.Entries.Count;

        time.Advance(2 * _lifetime);

        Wait.Until(() => logs.Entries.Count > before);
        Assert.AreEqual(0, reported.Count);
        Assert.IsEmpty(logs.At(LogLevel.Error));
    }

    [TestMethod]
    public void Drop_OfARetrievedFailure_IsNotReported()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var reported = new ReportedFailures(loop);
        var result = loop.RunInReactor(new Action(() => throw new InvalidOperationException("stashed")));
        var id = result.Stash();
        Assert.ThrowsExactly<InvalidOperationException>(loop.Stash.Retrieve(id).UntilEnded);

        time.Advance(2 * _lifetime);
        loop.CatchUp();
        Wait.Collect();

        Assert.AreEqual(0, reported.Count);
    }

    [TestMethod]
    public void Lifetime_OfACallThatGoesOn_BeginsWithItsEnd()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        var id = result.Stash();

        time.Advance(10 * _lifetime);
        Assert.IsTrue(loop.Stash.TryPeek(id, out var _));
        work.SetResult(42);
        Assert.AreEqual(42, result.Value());
        // The stash is told in the turn that ends the call.
        loop.CatchUp();
        time.Advance(_lifetime - TimeSpan.FromTicks(1));
        Assert.IsTrue(loop.Stash.TryPeek(id, out var _));
        time.Advance(TimeSpan.FromTicks(1));

        Assert.IsFalse(loop.Stash.TryPeek(id, out var _));
    }

    [TestMethod]
    public void TryPeek_ManyTimes_LeavesTheLifetimeAsItIs()
    {
        var (loop, time) = Start(_lifetime);
        using var _ = loop;
        var result = loop.RunInReactor(() => 42);
        var id = result.Stash();
        loop.CatchUp();

        time.Advance(_lifetime / 2);
        Assert.IsTrue(loop.Stash.TryPeek(id, out var peeked));
        Assert.AreSame(result, peeked);
        time.Advance(_lifetime / 2);

        Assert.IsFalse(loop.Stash.TryPeek(id, out var _));
    }

    private static (EventLoop Loop, FakeTimeProvider Time) Start(TimeSpan? lifetime)
    {
        var time = new FakeTimeProvider();
        var options = new EventLoopOptions { TimeProvider = time };
        if (lifetime is { } given)
            options.StashLifetime = given;
        return (TestLoop.Start(options), time);
    }
}
