namespace Crochet.Scenarios;

/// <summary>How a process with a loop in it ends.</summary>
public static class ExitScenarios
{
    private static EventualResult[]? _held;

    public static int ReturnFromMain()
    {
        Scenario.StartLoop().WaitFor(Scenario.MustNotElapse, () => { });
        return 7;
    }

    public static int ReturnFromMainWithCallsInFlight()
    {
        var loop = Scenario.StartLoop();
        loop.RunInReactor(Scenario.Never);
        loop.CallLater(TimeSpan.FromHours(1), () => { });
        loop.CallEvery(TimeSpan.FromMilliseconds(1), () => Task.CompletedTask);
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        return 7;
    }

    public static int ReturnFromMainWithTheLoopHeld()
    {
        var loop = Scenario.StartLoop();
        var isHeld = new ManualResetEventSlim();
        loop.Post(() =>
        {
            isHeld.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        isHeld.Wait(Scenario.MustNotElapse);
        return 7;
    }

    public static int ReturnFromMainWithABlockedBackgroundThread()
    {
        var loop = Scenario.StartLoop();
        var started = new ManualResetEventSlim();
        var waiter = new Thread(() =>
        {
            started.Set();
            try
            {
                loop.RunInReactor(Scenario.Never).Wait(Timeout.InfiniteTimeSpan);
            }
            catch (EventLoopStoppedException)
            {
                // The end of the process stops the loop.
            }
        })
        { IsBackground = true };
        waiter.Start();
        started.Wait(Scenario.MustNotElapse);
        SpinWait.SpinUntil(() => (waiter.ThreadState & ThreadState.WaitSleepJoin) != 0, Scenario.MustNotElapse);
        return 7;
    }

    public static int ReturnFromMainWithAForegroundThreadInAWait()
    {
        var loop = Scenario.StartLoop();
        var started = new ManualResetEventSlim();
        var waiter = new Thread(() =>
        {
            var result = loop.RunInReactor(Scenario.Never);
            started.Set();
            Scenario.PrintThrown(() => result.Wait(Timeout.InfiniteTimeSpan));
        });
        waiter.Start();
        started.Wait(Scenario.MustNotElapse);
        // Main has ended by then, and the process has not.
        loop.CallLater(TimeSpan.FromMilliseconds(100), loop.Stop);
        return 7;
    }

    public static int MainThatEndsInAWaitWhichTheStopEnds()
    {
        var loop = Scenario.StartLoop();
        loop.CallLater(TimeSpan.FromMilliseconds(50), loop.Stop);
        Scenario.PrintThrown(() => loop.RunInReactor(Scenario.Never).Wait(Timeout.InfiniteTimeSpan));
        return 7;
    }

    public static int LoopThatWasNeverStarted()
    {
        new EventLoop().RunInReactor(() => { });
        return 7;
    }

    public static int Exit()
    {
        Scenario.StartLoop().RunInReactor(Scenario.Never);
        Environment.Exit(3);
        return 1;
    }

    public static int ExitFromTheLoopThread()
    {
        Scenario.StartLoop().Post(() => Environment.Exit(4));
        Thread.Sleep(Scenario.MustNotElapse);
        return 1;
    }

    public static int TheEndStopsTheLoop()
    {
        var loop = Scenario.StartLoop();
        loop.Stopping.Register(() => Console.WriteLine($"stopping, in the loop: {loop.IsInLoopThread}"));
        return 0;
    }

    public static int TheEndSignalsTheTokensOfCallsInFlight()
    {
        var loop = Scenario.StartLoop();
        loop.RunInReactor(token =>
        {
            token.Register(() => Console.WriteLine("cancelled"));
            return Scenario.Never();
        });
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        return 0;
    }

    public static int ForegroundLoopThatStopsItself()
    {
        var loop = Scenario.StartLoop(new EventLoopOptions { IsBackground = false });
        loop.CallLater(TimeSpan.FromMilliseconds(50), () =>
        {
            Console.WriteLine("after Main");
            loop.Stop();
        });
        return 7;
    }

    public static int UnhandledExceptionInACallback()
    {
        var loop = Scenario.StartLoop();
        loop.Post(() => throw new InvalidOperationException("thrown by a callback"));
        Console.WriteLine(loop.WaitFor(Scenario.MustNotElapse, () => "still running"));
        return 0;
    }

    public static int AsyncVoidThatThrows()
    {
        var loop = Scenario.StartLoop();
        loop.Post(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("thrown by async void");
        });
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        Console.WriteLine(loop.WaitFor(Scenario.MustNotElapse, () => "still running"));
        return 0;
    }

    public static int ManyHeldResults()
    {
        var loop = Scenario.StartLoop();
        _held = [.. Enumerable.Range(0, 50_000).SelectMany(value => new[]
        {
            loop.RunInReactor(Scenario.Never), loop.RunInReactor(() => value),
        })];
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        return 0;
    }

    public static int ManyQueuedResults()
    {
        var loop = Scenario.StartLoop();
        loop.Post(() => Thread.Sleep(Timeout.Infinite));
        _held = [.. Enumerable.Range(0, 20_000).Select(value => loop.RunInReactor(() => value))];
        return 0;
    }
}
