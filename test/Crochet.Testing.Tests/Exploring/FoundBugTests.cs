namespace Crochet.Tests.Exploring;

/// <summary>The bugs that the guide tells of, each found, replayed, and not found any more where it is repaired.</summary>
[TestClass]
public class FoundBugTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void LostUpdateAcrossAnAwait_IsFound() => AssertFound<AssertFailedException>(LostUpdate);

    [TestMethod]
    public void CheckThenActBetweenTwoCalls_IsFound() => AssertFound<AssertFailedException>(CheckThenAct);

    [TestMethod]
    public void TimeoutThatRacesAnAnswer_IsFound() => AssertFound<AssertFailedException>(TimeoutAgainstAnswer);

    [TestMethod]
    public void CancellationThatLeaksAResource_IsFound() => AssertFound<AssertFailedException>(LeakAtCancellation);

    [TestMethod]
    public void CallersThatWaitForEachOther_AreFound() =>
        AssertFound<CrochetTimeoutException>((test, isRepaired) => Transfers(test, isRepaired, 5 * _second));

    [TestMethod]
    public void CallersThatWaitForEachOtherForEver_AreFound()
    {
        var failure = AssertFound<Exception>((test, isRepaired) => Transfers(test, isRepaired, Timeout.InfiniteTimeSpan));

        StringAssert.Contains(failure.Message, "No caller can go on");
        StringAssert.Contains(failure.Message, "aller 1 waits for");
        StringAssert.Contains(failure.Message, "aller 2 waits for");
    }

    private static ScheduleException AssertFound<TInner>(Action<TestLoop, bool> scenario)
    {
        var failure = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Explore(test => scenario(test, false), schedules: 999));
        Assert.IsTrue(failure.InnerException is null or TInner, failure.Message);
        Assert.DoesNotContain("not deterministic", failure.Message);
        var replayed = Assert.ThrowsExactly<ScheduleException>(() => Schedules.Replay(test => scenario(test, false), failure.Seed));
        Assert.AreEqual(failure.Message, replayed.Message);
        Schedules.Explore(test => scenario(test, true), schedules: 200);
        return failure;
    }

    // Each deposit reads, awaits, and writes what it has read.
    private static void LostUpdate(TestLoop test, bool isRepaired)
    {
        var balance = 0;
        for (var caller = 0; caller < 2; caller++)
        {
            test.AddCaller(() => test.Loop.WaitFor(5 * _second, async () =>
            {
                var read = balance;
                await Task.Yield();
                balance = isRepaired ? balance + 1 : read + 1;
            }));
        }

        test.RunToEnd();
        Assert.AreEqual(2, balance);
    }

    // Between the look and the withdrawal another caller may withdraw.
    private static void CheckThenAct(TestLoop test, bool isRepaired)
    {
        var balance = 10;
        for (var caller = 0; caller < 2; caller++)
        {
            test.AddCaller(() =>
            {
                if (isRepaired)
                    test.Loop.WaitFor(5 * _second, () => balance -= balance >= 10 ? 10 : 0);
                else if (test.Loop.WaitFor(5 * _second, () => balance) >= 10)
                    test.Loop.WaitFor(5 * _second, () => balance -= 10);
            });
        }

        test.RunToEnd();
        Assert.AreEqual(0, balance);
    }

    // The answer takes as long as the caller waits for it. Who takes a timeout for a failure pays again.
    private static void TimeoutAgainstAnswer(TestLoop test, bool isRepaired)
    {
        var paid = 0;
        async Task PayAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(2 * _second, test.Loop.TimeProvider, cancellationToken);
            paid++;
        }

        test.AddCaller(() =>
        {
            var first = test.Loop.RunInReactor(PayAsync);
            if (first.TryWait(2 * _second))
                return;
            if (isRepaired)
            {
                first.Cancel();
                try
                {
                    first.Wait(Timeout.InfiniteTimeSpan);
                    return;
                }
                catch (OperationCanceledException)
                {
                }
            }

            test.Loop.RunInReactor(PayAsync).Wait(5 * _second);
        });
        test.RunToEnd();
        Assert.AreEqual(1, paid);
    }

    // The one connection is given back at the end, but not at a cancellation.
    private static void LeakAtCancellation(TestLoop test, bool isRepaired)
    {
        var free = 1;
        EventualResult? call = null;
        async Task UseAsync(CancellationToken cancellationToken)
        {
            free--;
            try
            {
                await Task.Delay(_second, test.Loop.TimeProvider, cancellationToken);
            }
            catch (OperationCanceledException) when (!isRepaired)
            {
                throw;
            }
            catch (OperationCanceledException)
            {
            }

            free++;
        }

        test.AddCaller(() => call = test.Loop.RunInReactor(UseAsync));
        test.AddCaller(() => call?.Cancel());
        test.RunToEnd();
        while (test.AdvanceToNext())
        {
        }

        Assert.AreEqual(1, free);
    }

    // Two accounts, locked in the order in which they are named.
    private static void Transfers(TestLoop test, bool isRepaired, TimeSpan timeout)
    {
        var accounts = new[] { new SemaphoreSlim(1), new SemaphoreSlim(1) };
        async Task TransferAsync(int from, int to)
        {
            if (isRepaired)
                (from, to) = (Math.Min(from, to), Math.Max(from, to));
            await accounts[from].WaitAsync();
            await Task.Yield();
            await accounts[to].WaitAsync();
            accounts[to].Release();
            accounts[from].Release();
        }

        test.AddCaller(() => test.Loop.WaitFor(timeout, () => TransferAsync(0, 1)));
        test.AddCaller(() => test.Loop.WaitFor(timeout, () => TransferAsync(1, 0)));
    }
}
