using Crochet.Waiting;

namespace Crochet.Tests;

[TestClass]
public sealed class QuickHandOverTests
{
    [TestMethod]
    public void TryAwaitEnd_InterruptedInLine_LosesNoPlace()
    {
        var quick = new QuickHandOver(places: 1, looks: int.MaxValue, refusalsToLineUp: 1);
        var work = new TaskCompletionSource<int>();
        var owner = Begin(quick, work.Task);
        Assert.IsTrue(SpinWait.SpinUntil(() => quick.TakenPlaces == 1, TestTimeouts.MustNotElapse));

        var interrupted = Begin(quick, new TaskCompletionSource<int>().Task);
        interrupted.Interrupt();
        Assert.IsTrue(interrupted.Join(TestTimeouts.MustNotElapse));
        Assert.IsFalse(quick.IsAnyInLine);

        work.SetResult(1);
        Assert.IsTrue(owner.Join(TestTimeouts.MustNotElapse));
        Assert.AreEqual(0, quick.TakenPlaces);
    }

    [TestMethod]
    public void WaitFor_CallersThatTimeOutAreInterruptedAndGo_TheOthersGetTheirValues()
    {
        const int callers = 12;
        const int calls = 2_000;
        using var loop = new EventLoop();
        loop.Start();
        var values = 0;
        var threads = Enumerable.Range(0, callers).Select(number => new Thread(() =>
        {
            var random = new Random(number);
            for (var call = 0; call < calls; call++)
            {
                try
                {
                    var timeout = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(random.Next(40)) : Timeout.InfiniteTimeSpan;
                    var value = call;
                    if (random.Next(50) == 0)
                        Thread.CurrentThread.Interrupt();
                    Assert.AreEqual(value, loop.WaitFor(timeout, () => value));
                }
                catch (Exception exception) when (exception is CrochetTimeoutException or ThreadInterruptedException)
                {
                    continue;
                }

                Interlocked.Increment(ref values);
            }
        })).ToArray();

        Array.ForEach(threads, static thread => thread.Start());

        Assert.IsTrue(Array.TrueForAll(threads, static thread => thread.Join(TestTimeouts.MustNotElapse)), "A caller is left waiting.");
        Assert.IsGreaterThan(callers * calls / 2, values);
    }

    private static Thread Begin(QuickHandOver quick, Task<int> work)
    {
        var thread = new Thread(() =>
        {
            var parker = Parker.Current;
            EventualResult<int> result = work;
            result.TryAddWaiter(parker);
            try
            {
                var forever = Timeout.InfiniteTimeSpan;
                if (!quick.TryAwaitEnd(result, parker, ref forever))
                    parker.Park(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                // As it should be.
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return thread;
    }
}
