namespace Crochet.Scenarios;

/// <summary>The process's own loop; each scenario needs a process that has not set it up.</summary>
public static class ReactorScenarios
{
    public static int BeforeSetup()
    {
        Print(() => _ = Reactor.Loop);
        Print(() => Reactor.RetrieveResult(default));
        Print(() => Reactor.RetrieveResult<int>(default));
        Print(Reactor.Run);
        return 0;

        static void Print(Action action)
        {
            try
            {
                action();
                Console.WriteLine("nothing");
            }
            catch (InvalidOperationException exception)
            {
                Console.WriteLine(exception.Message.ReplaceLineEndings(" "));
            }
        }
    }

    public static int SetupRunsALoopInAThread()
    {
        Reactor.Setup();
        Console.WriteLine(Reactor.Loop.State);
        Console.WriteLine(Reactor.Loop.WaitFor(Scenario.MustNotElapse, () => Thread.CurrentThread) != Thread.CurrentThread);
        return 0;
    }

    public static int FirstSetupWins()
    {
        Reactor.Setup(new EventLoopOptions { Name = "first" });
        var first = Reactor.Loop;
        Reactor.Setup(new EventLoopOptions { Name = "second" });
        Reactor.Setup();
        Console.WriteLine(Reactor.Loop.Name);
        Console.WriteLine(ReferenceEquals(Reactor.Loop, first));
        return 0;
    }

    public static int SetupFromManyThreads()
    {
        using var together = new Barrier(32);
        var loops = new EventLoop[32];
        var threads = Enumerable.Range(0, loops.Length).Select(index => new Thread(() =>
        {
            together.SignalAndWait();
            Reactor.Setup();
            loops[index] = Reactor.Loop;
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine(loops.Distinct().Count());
        Console.WriteLine(loops[0].WaitFor(Scenario.MustNotElapse, () => "runs"));
        return 0;
    }

    public static int NoSetupMakesSetupDoNothing()
    {
        Reactor.NoSetup();
        var loop = Reactor.Loop;
        Reactor.Setup(new EventLoopOptions { Name = "ignored" });
        Console.WriteLine(ReferenceEquals(Reactor.Loop, loop));
        Console.WriteLine(loop.State);
        return 0;
    }

    public static int NoSetupAfterSetup()
    {
        Reactor.Setup();
        Scenario.PrintThrown(() => Reactor.NoSetup());
        Console.WriteLine(Reactor.Loop.WaitFor(Scenario.MustNotElapse, () => "still runs"));
        return 0;
    }

    public static int NoSetupWithALoop()
    {
        var own = new EventLoop(new EventLoopOptions { Name = "own" });
        Reactor.NoSetup(own);
        Console.WriteLine(ReferenceEquals(Reactor.Loop, own));
        return 0;
    }

    public static int RunOnTheCallingThread()
    {
        Reactor.NoSetup();
        var caller = Thread.CurrentThread;
        Reactor.Loop.Post(() =>
        {
            Console.WriteLine(Thread.CurrentThread == caller);
            Reactor.Stop();
        });
        Reactor.Run();
        Console.WriteLine(Reactor.Loop.State);
        return 0;
    }

    public static int RunAfterSetup()
    {
        Reactor.Setup();
        Scenario.PrintThrown(Reactor.Run);
        return 0;
    }

    public static int CallsWaitForRun()
    {
        Reactor.NoSetup();
        var result = Reactor.Loop.RunInReactor(() => "ran");
        Console.WriteLine(result.IsCompleted);
        var waiter = new Thread(() =>
        {
            Console.WriteLine(result.Wait(Scenario.MustNotElapse));
            Reactor.Stop();
        });
        waiter.Start();
        Reactor.Run();
        waiter.Join();
        return 0;
    }

    public static int StopEndsTheLoop()
    {
        Reactor.Setup();
        Reactor.Stop();
        Reactor.Stop();
        Console.WriteLine(Reactor.Loop.Completion.Wait(Scenario.MustNotElapse));
        Scenario.PrintThrown(() => Reactor.Loop.Post(() => { }));
        return 0;
    }

    public static int SetupAfterStopDoesNothing()
    {
        Reactor.Setup();
        var loop = Reactor.Loop;
        Reactor.Stop();
        Reactor.Setup();
        Console.WriteLine(ReferenceEquals(Reactor.Loop, loop));
        Scenario.PrintThrown(() => Reactor.Loop.Post(() => { }));
        return 0;
    }

    public static int StopUnblocksAWait()
    {
        Reactor.Setup();
        var result = Reactor.Loop.RunInReactor(Scenario.Never);
        Reactor.Loop.CallLater(TimeSpan.FromMilliseconds(20), Reactor.Stop);
        try
        {
            result.Wait(Scenario.MustNotElapse);
        }
        catch (EventLoopStoppedException)
        {
            return 23;
        }
        return 1;
    }

    public static int StopUnblocksAWaitInThePool()
    {
        Reactor.Setup();
        var result = Reactor.Loop.RunInReactor(Scenario.Never);
        Reactor.Loop.CallLater(TimeSpan.FromMilliseconds(20), Reactor.Stop);
        return Task.Run(() =>
        {
            try
            {
                result.Wait(Scenario.MustNotElapse);
                return 1;
            }
            catch (EventLoopStoppedException)
            {
                return 23;
            }
        }).Result;
    }

    public static int RetrieveResult()
    {
        Reactor.Setup();
        var number = Reactor.Loop.RunInReactor(() => 42).Stash();
        var nothing = Reactor.Loop.RunInReactor(() => { }).Stash();
        Console.WriteLine(Reactor.RetrieveResult<int>(number).Wait(Scenario.MustNotElapse));
        Reactor.RetrieveResult(nothing).Wait(Scenario.MustNotElapse);
        Scenario.PrintThrown(() => Reactor.RetrieveResult<int>(number));
        Scenario.PrintThrown(() => Reactor.RetrieveResult(nothing));
        return 0;
    }
}
