using System.Diagnostics;

namespace Crochet.Stress.Pool;

[TestClass]
public sealed class StarvationTests
{
    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [TestMethod]
    [DataRow(200)]
    [DataRow(1_000)]
    public void WaitFor_EveryPoolThreadBlocked_EndsWithinThreeTimesWhatDedicatedThreadsTake(int calls)
    {
        using var server = new SlowServer(_delay);
        using var client = new HttpClient { Timeout = _patience };
        using var loop = TestLoop.Start();
        ThreadPool.GetMinThreads(out var minimum, out var completionPorts);
        void Call() => Assert.AreEqual("ok", loop.WaitFor(_patience, () => client.GetStringAsync(server.Address)));
        Call();

        var dedicated = Time(calls, static body => new Thread(() => body()) { IsBackground = true }.Start(), Call);
        var pooled = Time(calls, static body => ThreadPool.UnsafeQueueUserWorkItem(static body => body(), body, preferLocal: false), Call);

        Console.WriteLine($"{calls} calls: {dedicated.TotalSeconds:F2} s by threads of their own, {pooled.TotalSeconds:F2} s by the pool's.");
        Assert.IsLessThan(3 * dedicated, pooled);
        ThreadPool.GetMinThreads(out var minimumAfter, out var completionPortsAfter);
        Assert.AreEqual((minimum, completionPorts), (minimumAfter, completionPortsAfter));
    }

    private static TimeSpan Time(int calls, Action<Action> start, Action call)
    {
        var left = new CountdownEvent(calls);
        Exception? failure = null;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < calls; i++)
        {
            start(() =>
            {
                try
                {
                    call();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }

                left.Signal();
            });
        }

        Assert.IsTrue(left.Wait(_patience), $"{left.CurrentCount} of {calls} calls have not ended. {failure}");
        Assert.IsNull(failure);
        return clock.Elapsed;
    }
}
