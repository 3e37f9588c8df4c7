using System.Reflection;
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
        var owner = BeginInPlace(quick, work.Task);

        var interrupted = Begin(quick, new TaskCompletionSource<int>().Task);
        interrupted.Interrupt();
        Assert.IsTrue(interrupted.Join(TestTimeouts.MustNotElapse));
        Assert.IsFalse(quick.IsAnyInLine);

        work.SetResult(1);
        Assert.IsTrue(owner.Join(TestTimeouts.MustNotElapse));
        Assert.AreEqual(0, quick.TakenPlaces);
    }

    [TestMethod]
    public void TryAwaitEnd_CalledByWhatRunsWhileItsThreadIsInLine_BothGoOn()
    {
        var quick = new QuickHandOver(places: 1, looks: int.MaxValue, refusalsToLineUp: 1);
        var work = new TaskCompletionSource<int>();
        var owner = BeginInPlace(quick, work.Task);
        var nested = new TaskCompletionSource<int>();
        nested.SetResult(1);

        var caller = new Thread(() =>
        {
            var forever = Timeout.InfiniteTimeSpan;
            SynchronizationContext.SetSynchronizationContext(new CallingWhileItWaits(() => TryAwaitEnd(quick, nested.Task)));
            quick.TryAwaitEnd(new TaskCompletionSource<int>().Task, Parker.Current, ref forever);
        });
        caller.IsBackground = true;
        caller.Start();

        Assert.IsTrue(caller.Join(TestTimeouts.MustNotElapse), "It holds the line's lock.");
        Assert.IsFalse(quick.IsAnyInLine);
        work.SetResult(1);
        Assert.IsTrue(owner.Join(TestTimeouts.MustNotElapse));
        Assert.AreEqual(0, quick.TakenPlaces);
    }

    [TestMethod]
    public void TryAwaitEnd_InterruptedWhileItLeavesThePool_LosesNoPlace()
    {
        using var loop = new EventLoop();
        loop.Start();
        var quick = new QuickHandOver(places: 1, looks: int.MaxValue, refusalsToLineUp: 1, longestInLine: Timeout.Infinite);
        var work = new TaskCompletionSource<int>();
        var owner = BeginInPlace(quick, work.Task);
        var called = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => called.Task);
        Thread? thread = null;
        var caller = Task.Run(() =>
        {
            thread = Thread.CurrentThread;
            var forever = Timeout.InfiniteTimeSpan;
            Parker.Current.Forget();
            result.TryAddWaiter(Parker.Current);
            quick.TryAwaitEnd(result, Parker.Current, ref forever);
            Assert.ThrowsExactly<ThreadInterruptedException>(static () => Thread.Sleep(Timeout.Infinite));
        });
        Assert.IsTrue(SpinWait.SpinUntil(() => loop.PoolShare.Blocked == 1, TestTimeouts.MustNotElapse));
        work.SetResult(1);
        Assert.IsTrue(owner.Join(TestTimeouts.MustNotElapse));
        Assert.IsTrue(SpinWait.SpinUntil(() => thread!.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TestTimeouts.MustNotElapse));

        lock (LockOfThePool)
        {
            Assert.IsTrue(quick.TryPassOnUnused());
            SpinWait.SpinUntil(() => !thread!.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TestTimeouts.MustElapse);
            thread!.Interrupt();
            SpinWait.SpinUntil(() => caller.IsCompleted, TestTimeouts.MustElapse);
        }

        called.SetResult(1);
        Assert.IsTrue(SpinWait.SpinUntil(() => caller.IsCompleted, TestTimeouts.MustNotElapse));
        Assert.AreEqual(0, quick.TakenPlaces);
        Assert.AreEqual(0, loop.PoolShare.Blocked);
    }

    [TestMethod]
    public void TryAwaitEnd_WhereItsTurnIsOverAndAPlaceIsFree_WhoIsInLineGetsThatOne()
    {
        var quick = new QuickHandOver(
            places: 2, looks: int.MaxValue, callsPerTurn: 1, refusalsToLineUp: 1, longestInLine: Timeout.Infinite);
        var works = Enumerable.Range(0, 4).Select(static _ => new TaskCompletionSource<int>()).ToArray();
        var first = Begin(quick, works[0].Task);
        var second = Begin(quick, works[1].Task);
        Assert.IsTrue(SpinWait.SpinUntil(() => quick.TakenPlaces == 2, TestTimeouts.MustNotElapse));
        var third = Begin(quick, works[2].Task);
        Assert.IsTrue(SpinWait.SpinUntil(() => quick.IsAnyInLine, TestTimeouts.MustNotElapse));
        works[0].SetResult(1);
        works[1].SetResult(1);
        Assert.IsTrue(first.Join(TestTimeouts.MustNotElapse) && second.Join(TestTimeouts.MustNotElapse));

        var next = Begin(quick, works[3].Task);
        works[3].SetResult(1);

        Assert.IsTrue(next.Join(TestTimeouts.MustNotElapse), "It is in line beside a free place.");
        Assert.IsFalse(quick.IsAnyInLine);
        works[2].SetResult(1);
        Assert.IsTrue(third.Join(TestTimeouts.MustNotElapse));
        Assert.AreEqual(0, quick.TakenPlaces);
    }

    [TestMethod]
    public void TryAwaitEnd_InLineWithALongTimeout_KeepsIt()
    {
        var timeout = TimeSpan.MaxValue;
        var quick = new QuickHandOver(places: 1, looks: int.MaxValue, refusalsToLineUp: 1);
        var work = new TaskCompletionSource<int>();
        var owner = BeginInPlace(quick, work.Task);

        Assert.IsFalse(quick.TryAwaitEnd(new TaskCompletionSource<int>().Task, Parker.Current, ref timeout));

        Assert.IsGreaterThan(TimeSpan.FromDays(100 * 365), timeout);
        work.SetResult(1);
        Assert.IsTrue(owner.Join(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void TryAwaitEnd_InLine_TakesItsTimeFromTheTimeout()
    {
        var timeout = TimeSpan.FromMilliseconds(QuickHandOver.LongestMilliseconds);
        var quick = new QuickHandOver(places: 1, looks: int.MaxValue, refusalsToLineUp: 1);
        var work = new TaskCompletionSource<int>();
        var owner = BeginInPlace(quick, work.Task);

        Assert.IsFalse(quick.TryAwaitEnd(new TaskCompletionSource<int>().Task, Parker.Current, ref timeout));

        Assert.IsLessThan(TimeSpan.FromMilliseconds(QuickHandOver.LongestMilliseconds / 2), timeout);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.Zero, timeout);
        work.SetResult(1);
        Assert.IsTrue(owner.Join(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void TryAwaitEnd_InterruptedInLineWithAPlace_PassesItOn()
    {
        var quick = new QuickHandOver(places: 1, looks: int.MaxValue, refusalsToLineUp: 1, longestInLine: Timeout.Infinite);
        var work = new TaskCompletionSource<int>();
        var owner = BeginInPlace(quick, work.Task);
        var last = new TaskCompletionSource<int>();
        Thread? other = null;
        var interrupted = new Thread(() =>
        {
            var forever = Timeout.InfiniteTimeSpan;
            // Its wait ends with an exception right after it was given the place.
            SynchronizationContext.SetSynchronizationContext(new CallingWhileItWaits(() =>
            {
                other = Begin(quick, last.Task);
                work.SetResult(1);
                owner.Join();
                Assert.IsTrue(quick.TryPassOnUnused());
                throw new ThreadInterruptedException();
            }));
            Assert.ThrowsExactly<ThreadInterruptedException>(
                () => quick.TryAwaitEnd(new TaskCompletionSource<int>().Task, Parker.Current, ref forever));
        });
        interrupted.IsBackground = true;
        interrupted.Start();
        Assert.IsTrue(interrupted.Join(TestTimeouts.MustNotElapse));

        last.SetResult(1);

        Assert.IsTrue(other!.Join(TestTimeouts.MustNotElapse));
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

    private static Lock LockOfThePool =>
        (Lock)typeof(PoolCompensation).GetField("_lock", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    private static void TryAwaitEnd(QuickHandOver quick, EventualResult result)
    {
        var forever = Timeout.InfiniteTimeSpan;
        quick.TryAwaitEnd(result, Parker.Current, ref forever);
    }

    private static Thread BeginInPlace(QuickHandOver quick, Task<int> work)
    {
        var owner = Begin(quick, work);
        Assert.IsTrue(SpinWait.SpinUntil(() => quick.TakenPlaces == 1, TestTimeouts.MustNotElapse));
        return owner;
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

    // As that of a window's thread, which takes messages while it waits.
    private sealed class CallingWhileItWaits : SynchronizationContext
    {
        private readonly Action _call;
        private bool _hasCalled;

        public CallingWhileItWaits(Action call)
        {
            _call = call;
            SetWaitNotificationRequired();
        }

        public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout)
        {
            if (!_hasCalled)
            {
                _hasCalled = true;
                _call();
            }

            return base.Wait(waitHandles, waitAll, millisecondsTimeout);
        }
    }
}
