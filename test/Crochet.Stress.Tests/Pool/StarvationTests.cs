namespace Crochet.Stress.Pool;

[TestClass]
public sealed class StarvationTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    // The server answers when all requests are there, so the calls end only if the pool has a thread for each of them at once, and others
    // for their answers. That this takes no more than three times what as many dedicated threads take is a target of the benchmarks.
    [TestMethod]
    [DataRow(200)]
    [DataRow(1_000)]
    public void WaitFor_EveryPoolThreadBlocked_AllCallsAreUnderWayAtOnceAndTheMinimumComesBack(int calls)
    {
        using var server = new GatheringServer(calls);
        using var client = new HttpClient { Timeout = _patience };
        using var loop = TestLoop.Start();
        ThreadPool.GetMinThreads(out var minimum, out var completionPorts);
        using var left = new CountdownEvent(calls);
        Exception? failure = null;

        for (var i = 0; i < calls; i++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => Call(), null);

        Assert.IsTrue(left.Wait(_patience), $"{left.CurrentCount} of {calls} calls have not ended. {failure}");
        Assert.IsNull(failure);
        ThreadPool.GetMinThreads(out var minimumAfter, out var completionPortsAfter);
        Assert.AreEqual((minimum, completionPorts), (minimumAfter, completionPortsAfter));

        void Call()
        {
            try
            {
                Assert.AreEqual("ok", loop.WaitFor(_patience, () => client.GetStringAsync(server.Address)));
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            left.Signal();
        }
    }
}
