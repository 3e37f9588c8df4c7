using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopPostTests
{
    [TestMethod]
    public void Post_FromAnotherThread_RunsOnTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var seen = new TaskCompletionSource<bool>();

        loop.Post(() => seen.SetResult(loop.IsInLoopThread));

        Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(seen.Task.Result);
    }

    [TestMethod]
    public void Post_FromOneThread_KeepsTheOrder()
    {
        using var loop = TestLoop.Start();
        var order = new List<int>();

        foreach (var number in Enumerable.Range(0, 10_000))
            loop.Post(() => order.Add(number));
        loop.CatchUp();

        Assert.AreSequenceEqual(Enumerable.Range(0, 10_000), order);
    }

    [TestMethod]
    public void Post_FromManyThreads_RunsEachOnceAndOneAtATime()
    {
        using var loop = TestLoop.Start();
        const int ThreadCount = 8;
        const int PostCount = 5_000;
        var runs = new int[ThreadCount];
        var inside = 0;
        var overlaps = 0;

        var posters = Caller.StartTogether(ThreadCount, thread =>
        {
            for (var post = 0; post < PostCount; post++)
            {
                loop.Post(() =>
                {
                    if (Interlocked.Increment(ref inside) != 1)
                        overlaps++;
                    runs[thread]++;
                    Interlocked.Decrement(ref inside);
                });
            }
            return true;
        });
        foreach (var poster in posters)
            poster.Join();
        loop.CatchUp();

        Assert.AreEqual(0, overlaps);
        Assert.AreSequenceEqual(Enumerable.Repeat(PostCount, ThreadCount), runs);
    }

    [TestMethod]
    public void Post_FromManyThreads_KeepsTheOrderOfEach()
    {
        using var loop = TestLoop.Start();
        const int ThreadCount = 4;
        var last = new int[ThreadCount];
        var outOfOrder = 0;

        var posters = Caller.StartTogether(ThreadCount, thread =>
        {
            for (var post = 1; post <= 5_000; post++)
            {
                var number = post;
                loop.Post(() => outOfOrder += Interlocked.Exchange(ref last[thread], number) == number - 1 ? 0 : 1);
            }
            return true;
        });
        foreach (var poster in posters)
            poster.Join();
        loop.CatchUp();

        Assert.AreEqual(0, outOfOrder);
    }

    [TestMethod]
    public void Post_FromTheLoopThread_IsQueuedBehindTheTurn()
    {
        using var loop = TestLoop.Start();
        var order = new List<string>();

        loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            loop.Post(() => order.Add("posted"));
            order.Add("turn");
        });
        loop.CatchUp();

        Assert.AreSequenceEqual(["turn", "posted"], order);
    }

    [TestMethod]
    public void Post_LoopIsHeld_ReturnsAtOnce()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        var ran = new Gate();

        loop.Post(ran.Open);

        Assert.IsFalse(ran.IsOpen);
        release.Open();
        ran.Pass();
    }

    [TestMethod]
    public void Post_ForEverAnew_StarvesNoOtherCall()
    {
        using var loop = TestLoop.Start();
        void PostAgain()
        {
            if (!loop.Stopping.IsCancellationRequested)
                loop.Post(PostAgain);
        }

        loop.Post(PostAgain);

        loop.CatchUp();
    }

    [TestMethod]
    public void Post_ForEverAnew_DelaysNoTimer()
    {
        using var loop = TestLoop.Start();
        var fired = new Gate();
        void PostAgain()
        {
            if (!fired.IsOpen)
                loop.Post(PostAgain);
        }

        for (var flood = 0; flood < 100; flood++)
            loop.Post(PostAgain);
        using var timer = loop.CallLater(TimeSpan.FromMilliseconds(5), fired.Open);

        fired.Pass();
    }

    [TestMethod]
    public void Post_Null_Throws()
    {
        using var loop = TestLoop.Start();

        var thrown = Assert.ThrowsExactly<ArgumentNullException>(() => loop.Post(null!));

        Assert.AreEqual("callback", thrown.ParamName);
    }

    [TestMethod]
    public void Post_CallbackThrows_IsReportedOnceWithItsSource()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var thrown = new InvalidOperationException("thrown by a callback");

        loop.Post(ThrowsIt);
        loop.CatchUp();

        var failure = reported.Single();
        Assert.AreSame(thrown, failure.Failure.Exception);
        Assert.AreSame(loop, failure.Loop);
        Assert.Contains(nameof(ThrowsIt), failure.Source);
        void ThrowsIt() => throw thrown;
    }

    [TestMethod]
    public void Post_CallbackThrows_IsLoggedAtErrorOnce()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });
        var thrown = new InvalidOperationException("thrown by a callback");

        loop.Post(() => throw thrown);

        Assert.AreSame(thrown, logs.Next(entry => entry.Level == LogLevel.Error).Exception);
        loop.CatchUp();
        Assert.HasCount(1, logs.At(LogLevel.Error));
    }

    [TestMethod]
    public void Post_CallbackThrows_LoopGoesOn()
    {
        using var loop = TestLoop.Start();
        _ = new ReportedFailures(loop);

        for (var post = 0; post < 100; post++)
            loop.Post(() => throw new InvalidOperationException("thrown by a callback"));

        loop.CatchUp();
        Assert.AreEqual(EventLoopState.Running, loop.State);
        Assert.IsFalse(loop.Completion.IsFaulted);
    }

    [TestMethod]
    public void Post_AsyncVoidThrowsAtOnce_IsReportedAndTheLoopGoesOn()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);

        loop.Post(ThrowAsync);

        Assert.AreEqual("async void", reported.Single().Failure.Exception.Message);
        Assert.AreEqual("An async void method", reported.Single().Source);
        loop.CatchUp();
        static async void ThrowAsync() => await Task.FromException(new InvalidOperationException("async void"));
    }

    [TestMethod]
    public void Post_AsyncVoidThrowsAfterAnAwait_IsReportedAndTheLoopGoesOn()
    {
        using var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);

        loop.Post(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("async void");
        });

        Assert.AreEqual("async void", reported.Single().Failure.Exception.Message);
        loop.CatchUp();
    }
}
