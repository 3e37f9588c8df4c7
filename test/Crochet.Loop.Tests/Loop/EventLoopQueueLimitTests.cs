using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>EventLoopOptions.QueueLimit: a call too many is refused at once.</summary>
[TestClass]
public sealed class EventLoopQueueLimitTests
{
    [TestMethod]
    public void QueueLimit_LessThanOne_IsRefusedByTheConstructor() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EventLoop(new EventLoopOptions { QueueLimit = 0 }));

    [TestMethod]
    public void Call_OneTooMany_IsRefusedAndNeverRuns()
    {
        using var loop = Start(limit: 2);
        var release = loop.Hold();
        var ran = 0;
        var accepted = new[] { loop.RunInReactor(() => ran++), loop.RunInReactor(() => ran++) };

        var thrown = Assert.ThrowsExactly<EventLoopOverloadedException>(() => loop.RunInReactor(RunsNever));
        Assert.ThrowsExactly<EventLoopOverloadedException>(() => loop.WaitFor(TestTimeouts.MustNotElapse, RunsNever));

        Assert.AreEqual(("Narrow", 2), (thrown.LoopName, thrown.QueueLimit));
        Assert.Contains(nameof(RunsNever), thrown.Call);
        Assert.IsTrue(EventLoop.NeverRan(thrown));
        Assert.AreEqual(2, loop.GetSnapshot().RefusedCount);
        release.Open();
        EventualResult.WaitAll(accepted, TestTimeouts.MustNotElapse);
        Assert.AreEqual(2, ran);
        void RunsNever() => ran = 100;
    }

    [TestMethod]
    public void Call_CancelledInTheQueue_GivesItsPlaceBack()
    {
        using var loop = Start(limit: 1);
        var release = loop.Hold();
        loop.RunInReactor(() => { }).Cancel();

        var next = loop.RunInReactor(() => { });

        release.Open();
        next.UntilEnded();
    }

    [TestMethod]
    public void Call_TimesOutInTheQueue_GivesItsPlaceBack()
    {
        using var loop = Start(limit: 1);
        var release = loop.Hold();
        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, () => { }));

        var next = loop.RunInReactor(() => { });

        release.Open();
        next.UntilEnded();
    }

    [TestMethod]
    public void Call_ThatRuns_CountsNoMore()
    {
        using var loop = Start(limit: 1);
        var held = new Gate();
        var release = new Gate();
        var running = loop.RunInReactor(() =>
        {
            held.Open();
            release.Pass();
        });
        held.Pass();

        var next = loop.RunInReactor(() => { });
        Assert.ThrowsExactly<EventLoopOverloadedException>(() => loop.RunInReactor(() => { }));

        release.Open();
        EventualResult.WaitAll([running, next], TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void PostsTimersAndCallsOnTheLoopThread_NeitherCountNorAreRefused()
    {
        using var loop = Start(limit: 1);
        var nested = loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            for (var post = 0; post < 10; post++)
                loop.Post(() => { });
            using var timer = loop.CallLater(TimeSpan.Zero, () => { });
            return Enumerable.Range(0, 10).Select(_ => loop.RunInReactor(() => 1)).ToArray();
        });

        Assert.AreEqual(10, EventualResult.WaitAll(nested, TestTimeouts.MustNotElapse).Sum());
    }

    [TestMethod]
    public void Queue_ForMembersThatHandBack_GivesAResultOrATaskThatHasFailed()
    {
        using var loop = Start(limit: 1);
        var release = loop.Hold();
        var accepted = loop.RunInReactor(() => { });
        var invoker = Crochet.Calls.ActionInvoker.Instance;
        Action body = () => { };

        var result = loop.Calls.Queue(invoker, body);
        var task = loop.Calls.QueueAwaited(invoker, body, TestTimeouts.MustNotElapse);
        Assert.ThrowsExactly<EventLoopOverloadedException>(() => loop.Calls.QueueForgotten(invoker, body));

        Assert.ThrowsExactly<EventLoopOverloadedException>(() => result.Wait(TimeSpan.Zero));
        Assert.IsInstanceOfType<EventLoopOverloadedException>(task.Exception?.InnerException);
        release.Open();
        accepted.UntilEnded();
    }

    [TestMethod]
    public void Refusal_NobodyLooks_IsLoggedOnceASecondAtMostAndNotReported()
    {
        using var logs = new RecordingLoggerFactory();
        var loop = TestLoop.Start(new EventLoopOptions { Name = "Narrow", QueueLimit = 1, LoggerFactory = logs });
        var reported = new ReportedFailures(loop);
        var release = loop.Hold();
        var accepted = loop.RunInReactor(() => { });

        for (var call = 0; call < 100; call++)
            loop.Calls.Queue(Crochet.Calls.ActionInvoker.Instance, new Action(() => { }));

        release.Open();
        accepted.UntilEnded();
        loop.Dispose();
        Wait.Collect();
        Assert.AreEqual(0, reported.Count);
        Assert.IsLessThan(20, logs.At(LogLevel.Warning).Count(entry => entry.Message.Contains("refused", StringComparison.Ordinal)));
        Assert.IsTrue(logs.At(LogLevel.Warning).Any(entry => entry.Message.Contains("refused", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void QueueLimit_ManyCallersAtOnce_IsExact()
    {
        const int Limit = 50;
        using var loop = Start(Limit);
        var release = loop.Hold();

        var callers = Caller.StartTogether(8, _ =>
        {
            var accepted = 0;
            for (var call = 0; call < 50; call++)
            {
                try
                {
                    loop.RunInReactor(() => { });
                    accepted++;
                }
                catch (EventLoopOverloadedException)
                {
                    // Counted by the loop.
                }
            }

            return accepted;
        });

        Assert.AreEqual(Limit, callers.Sum(caller => caller.Join()));
        Assert.AreEqual((8 * 50) - Limit, loop.GetSnapshot().RefusedCount);
        release.Open();
    }

    private static EventLoop Start(int limit) => TestLoop.Start(new EventLoopOptions { Name = "Narrow", QueueLimit = limit });
}
