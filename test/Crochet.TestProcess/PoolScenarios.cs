namespace Crochet.Scenarios;

/// <summary>What happens while the thread pool has no thread to spare.</summary>
public static class PoolScenarios
{
    public static int TimersNeedNoPoolThread()
    {
        var loop = Scenario.StartLoop();
        var release = new ManualResetEventSlim();
        ExhaustPool(release);
        loop.WaitFor(Scenario.MustNotElapse, async () =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), loop.TimeProvider);
            using var periodic = new PeriodicTimer(TimeSpan.FromMilliseconds(5), loop.TimeProvider);
            await periodic.WaitForNextTickAsync();
            var called = new TaskCompletionSource();
            using var later = loop.CallLater(TimeSpan.FromMilliseconds(5), called.SetResult);
            await called.Task;
        });
        Console.WriteLine("fired");
        release.Set();
        return 0;
    }

    public static int CallsNeedNoPoolThread()
    {
        var loop = Scenario.StartLoop();
        var release = new ManualResetEventSlim();
        ExhaustPool(release);
        Console.WriteLine(loop.WaitFor(Scenario.MustNotElapse, async () =>
        {
            await Task.Yield();
            return "returned";
        }));
        release.Set();
        return 0;
    }

    public static int BlockedPoolThreadsRaiseThePoolsMinimum() => BlockPoolThreads(new EventLoopOptions(), expected: 8);

    public static int CompensationIsBounded() => BlockPoolThreads(new EventLoopOptions { MaxPoolCompensation = 3 }, expected: 3);

    public static int CompensationIsTurnedOff() => BlockPoolThreads(new EventLoopOptions { MaxPoolCompensation = 0 }, expected: 0);

    /// <summary>
    /// 200 pool threads wait for a delay that the pool must end, and the application blocks as many as the pool has by itself: only a
    /// minimum that goes on rising ends that soon.
    /// </summary>
    public static int ApplicationBlocksThePoolToo()
    {
        const int Own = 2;
        ThreadPool.SetMinThreads(Own, Own);
        var loop = Scenario.StartLoop();
        var release = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(Own);
        for (var thread = 0; thread < Own; thread++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                blocked.Signal();
                release.Wait(Scenario.MustNotElapse);
            }, null);
        }

        blocked.Wait(Scenario.MustNotElapse);
        using var ended = new CountdownEvent(200);
        for (var item = 0; item < 200; item++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                loop.WaitFor(Scenario.MustNotElapse, () => Task.Delay(50));
                ended.Signal();
            }, null);
        }

        Console.WriteLine(ended.Wait(Scenario.MustNotElapse) ? "all ended" : $"{ended.CurrentCount} had not ended");
        SpinWait.SpinUntil(() => MinimumThreads() == Own, Scenario.MustNotElapse);
        Console.WriteLine($"raised by {MinimumThreads() - Own}");
        release.Set();
        return 0;
    }

    public static int ApplicationSetsTheMinimumMeanwhile()
    {
        const int Own = 20;
        ThreadPool.SetMinThreads(8, 8);
        var loop = Scenario.StartLoop();
        var release = new TaskCompletionSource();
        var waits = Enumerable.Range(0, 4).Select(_ => Task.Run(() => loop.WaitFor(Scenario.MustNotElapse, () => release.Task))).ToArray();
        SpinWait.SpinUntil(() => MinimumThreads() == 12, Scenario.MustNotElapse);
        ThreadPool.SetMinThreads(Own, Own);
        release.SetResult();
        Task.WaitAll(waits, Scenario.MustNotElapse);
        SpinWait.SpinUntil(() => MinimumThreads() == Own, Scenario.MustNotElapse);
        Console.WriteLine(MinimumThreads() == Own ? "kept" : $"it is {MinimumThreads()}");
        return 0;
    }

    public static int CompensationIsBoundedForEachLoop()
    {
        const int Own = 16;
        ThreadPool.SetMinThreads(Own, Own);
        EventLoop[] loops = [.. new[] { 2, 3 }.Select(bound => Scenario.StartLoop(new EventLoopOptions { MaxPoolCompensation = bound }))];
        var release = new TaskCompletionSource();
        var waits = loops.SelectMany(
            loop => Enumerable.Range(0, 4).Select(_ => Task.Run(() => loop.WaitFor(Scenario.MustNotElapse, () => release.Task)))).ToArray();
        SpinWait.SpinUntil(() => loops.Sum(loop => loop.GetSnapshot().PendingCount) == 8, Scenario.MustNotElapse);
        SpinWait.SpinUntil(() => MinimumThreads() - Own == 5, Scenario.MustNotElapse);
        var whileBlocked = MinimumThreads() - Own;
        release.SetResult();
        Task.WaitAll(waits, Scenario.MustNotElapse);
        SpinWait.SpinUntil(() => MinimumThreads() == Own, Scenario.MustNotElapse);
        Console.WriteLine($"raised by {whileBlocked}, then by {MinimumThreads() - Own}");
        return 0;
    }

    /// <summary>
    /// Prints by how much the pool's minimum is raised while eight of its threads wait, and when they have ended. Each time it gives the
    /// expected number a while to come: a thread that looks blocked may be on its way still.
    /// </summary>
    private static int BlockPoolThreads(EventLoopOptions options, int expected)
    {
        const int Count = 8;
        ThreadPool.SetMinThreads(Count, Count);
        var loop = Scenario.StartLoop(options);
        var release = new TaskCompletionSource();
        var threads = new Thread?[Count];
        var waits = Enumerable.Range(0, Count).Select(index => Task.Run(() =>
        {
            Volatile.Write(ref threads[index], Thread.CurrentThread);
            loop.WaitFor(Scenario.MustNotElapse, () => release.Task);
        })).ToArray();
        SpinWait.SpinUntil(() => threads.All(thread => thread is { } waiter && IsBlocked(waiter)), Scenario.MustNotElapse);
        SpinWait.SpinUntil(() => MinimumThreads() - Count == expected, Scenario.MustNotElapse);
        var whileBlocked = MinimumThreads() - Count;
        release.SetResult();
        Task.WaitAll(waits, Scenario.MustNotElapse);
        SpinWait.SpinUntil(() => MinimumThreads() == Count, Scenario.MustNotElapse);
        Console.WriteLine($"raised by {whileBlocked}, then by {MinimumThreads() - Count}");
        return 0;
    }

    private static bool IsBlocked(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    private static int MinimumThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        return workers;
    }

    private static void ExhaustPool(ManualResetEventSlim release)
    {
        ThreadPool.SetMinThreads(2, 2);
        ThreadPool.SetMaxThreads(2, 2);
        using var held = new CountdownEvent(2);
        for (var thread = 0; thread < 2; thread++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                held.Signal();
                release.Wait(Scenario.MustNotElapse);
            }, null);
        }
        held.Wait(Scenario.MustNotElapse);
    }
}
