namespace Crochet.Tests;

/// <summary>What a call reports while it goes on.</summary>
[TestClass]
public sealed class EventualResultProgressTests
{
    [TestMethod]
    public void TryGetProgress_NothingReported_IsFalse()
    {
        using var loop = TestLoop.Start();
        var end = new TaskCompletionSource();
        var result = loop.RunInReactor<int>((_, _) => end.Task);

        Assert.IsFalse(result.TryGetProgress<int>(out _));
        end.SetResult();
    }

    [TestMethod]
    public void TryGetProgress_Reported_IsTheLastDuringTheCallAndAfterItsEnd()
    {
        using var loop = TestLoop.Start();
        var reported = new Gate();
        var end = new TaskCompletionSource<string>();
        var result = loop.RunInReactor<string, int>(async (progress, _) =>
        {
            progress.Report(1);
            progress.Report(2);
            reported.Open();
            return await end.Task;
        });
        reported.Pass();

        Assert.IsTrue(result.TryGetProgress<int>(out var during));
        end.SetResult("done");
        Assert.AreEqual("done", result.Value());
        Assert.IsTrue(result.TryGetProgress<int>(out var after));

        Assert.AreEqual((2, 2), (during, after));
    }

    [TestMethod]
    public void TryGetProgress_OfAFailedCall_IsTheLast()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor<int>((progress, _) =>
        {
            progress.Report(50);
            return Task.FromException(new FormatException());
        });
        Assert.ThrowsExactly<FormatException>(result.UntilEnded);

        Assert.IsTrue(result.TryGetProgress<int>(out var progress));
        Assert.AreEqual(50, progress);
    }

    [TestMethod]
    public void TryGetProgress_OfAnotherType_IsFalse()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor<int>((progress, _) =>
        {
            progress.Report(50);
            return Task.CompletedTask;
        });
        result.UntilEnded();

        Assert.IsFalse(result.TryGetProgress<string>(out _));
        Assert.IsFalse(loop.RunInReactor(() => { }).TryGetProgress<int>(out _));
    }

    [TestMethod]
    public async Task ReadProgressAsync_OfACallThatGoesOn_GivesTheLastThenEachNewOneToTheEnd()
    {
        using var loop = TestLoop.Start();
        IProgress<int>? reporter = null;
        var started = new Gate();
        var end = new TaskCompletionSource();
        var result = loop.RunInReactor<int>((progress, _) =>
        {
            reporter = progress;
            progress.Report(1);
            progress.Report(2);
            started.Open();
            return end.Task;
        });
        await started.Opened;
        var seen = new List<int>();

        await foreach (var progress in result.ReadProgressAsync<int>())
        {
            seen.Add(progress);
            if (progress == 5)
                end.SetResult();
            else
                reporter!.Report(progress == 2 ? 3 : 5);
        }

        CollectionAssert.AreEqual(new[] { 2, 3, 5 }, seen);
    }

    [TestMethod]
    public async Task ReadProgressAsync_AfterTheEnd_GivesTheLast()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor<int>(async (progress, _) =>
        {
            progress.Report(1);
            await Task.Yield();
            progress.Report(2);
        });
        result.UntilEnded();

        CollectionAssert.AreEqual(new[] { 2 }, await result.ReadProgressAsync<int>().ToListAsync());
    }

    [TestMethod]
    public async Task ReadProgressAsync_OfACallThatFails_EndsAndLeavesTheFailureToBeRetrieved()
    {
        var loop = TestLoop.Start();
        var reported = new ReportedFailures(loop);
        var end = new TaskCompletionSource();
        var result = loop.RunInReactor<int>((_, _) => end.Task);
        var reading = result.ReadProgressAsync<int>().ToListAsync().AsTask();

        end.SetException(new FormatException("nobody asked"));

        Assert.IsEmpty(await reading.WaitAsync(TestTimeouts.MustNotElapse));
        loop.Dispose();
        Assert.AreEqual("nobody asked", reported.Single().Failure.Exception.Message);
    }

    [TestMethod]
    public async Task ReadProgressAsync_OfACallWithoutProgress_EndsWithIt()
    {
        using var loop = TestLoop.Start();
        var end = new TaskCompletionSource();
        var reading = loop.RunInReactor(() => end.Task).ReadProgressAsync<int>().ToListAsync().AsTask();

        Wait.Collect();
        end.SetResult();

        Assert.IsEmpty(await reading.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task ReadProgressAsync_TokenIsSignalled_EndsTheReadingAlone()
    {
        using var loop = TestLoop.Start();
        using var source = new CancellationTokenSource();
        var end = new TaskCompletionSource();
        var result = loop.RunInReactor<int>((_, _) => end.Task);
        var reading = result.ReadProgressAsync<int>(source.Token).ToListAsync().AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => reading.WaitAsync(TestTimeouts.MustNotElapse));
        Assert.IsFalse(result.IsCompleted);
        end.SetResult();
        result.UntilEnded();
    }

    [TestMethod]
    public async Task ReadProgressAsync_Reader_GoesOnOffTheLoopThread()
    {
        using var loop = TestLoop.Start();
        var end = new TaskCompletionSource();
        IProgress<int>? reporter = null;
        var result = loop.RunInReactor<int>((progress, _) =>
        {
            reporter = progress;
            return end.Task;
        });
        loop.CatchUp();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in result.ReadProgressAsync<int>())
                return EventLoop.Current;
            throw new AssertFailedException("Nothing came.");
        });

        loop.WaitFor(TestTimeouts.MustNotElapse, () => reporter!.Report(1));

        Assert.IsNull(await reading.WaitAsync(TestTimeouts.MustNotElapse));
        end.SetResult();
    }

    [TestMethod]
    public async Task ReadProgressAsync_ManyReportsFromManyThreads_NeverSkipsTheLast()
    {
        using var loop = TestLoop.Start();
        for (var round = 0; round < 200; round++)
        {
            var result = loop.RunInReactor<int>(async (progress, _) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => progress.Report(1))));
                progress.Report(round + 10);
            });

            var seen = await result.ReadProgressAsync<int>().ToListAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

            Assert.AreEqual(round + 10, seen[^1]);
        }
    }

    [TestMethod]
    public void Cancel_OfACallWithProgress_SignalsItsTokenAndKeepsTheProgress()
    {
        using var loop = TestLoop.Start();
        var started = new Gate();
        var result = loop.RunInReactor<int>(async (progress, token) =>
        {
            progress.Report(7);
            started.Open();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        started.Pass();

        result.Cancel();

        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        Assert.IsTrue(result.TryGetProgress<int>(out var last));
        Assert.AreEqual(7, last);
    }
}
