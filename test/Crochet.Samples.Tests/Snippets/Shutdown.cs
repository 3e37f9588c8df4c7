namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class Shutdown
{
    [TestMethod]
    public async Task StopAsync_Drains()
    {
        var loop = new EventLoop();
        loop.Start();
        var saved = loop.RunInReactor(() => Task.Delay(TimeSpan.FromMilliseconds(10)));

        #region drain
        await loop.StopAsync(drain: TimeSpan.FromSeconds(5));
        #endregion

        saved.Wait(TimeSpan.Zero);
    }

    [TestMethod]
    public async Task Stopping_EndsWhatRunsForEver()
    {
        var loop = new EventLoop();
        loop.Start();
        var rounds = 0;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        #region stopping
        EventualResult polling = loop.RunInReactor(async () =>
        {
            while (!loop.Stopping.IsCancellationRequested)
            {
                rounds++;
                started.TrySetResult();
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
        });
        #endregion

        await started.Task;
        await loop.StopAsync(drain: TestTimeouts.MustNotElapse);
        await polling;
        Assert.IsGreaterThan(0, rounds);
    }

    [TestMethod]
    public void EventLoopStopped_IsThrownByCallAndWait()
    {
        var loop = new EventLoop();
        loop.Start();
        var never = loop.RunInReactor(() => new TaskCompletionSource().Task);
        var told = "";

        loop.Dispose();
        #region stopped
        try
        {
            loop.RunInReactor(() => 1 + 2).Wait(TimeSpan.FromSeconds(5));
        }
        catch (EventLoopStoppedException stopped)
        {
            told = $"{stopped.LoopName} takes no more calls.";
        }
        #endregion

        Assert.AreEqual("Crochet takes no more calls.", told);
        Assert.ThrowsExactly<EventLoopStoppedException>(() => never.Wait(TestTimeouts.MustNotElapse));
    }
}
