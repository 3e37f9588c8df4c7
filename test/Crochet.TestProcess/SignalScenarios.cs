using System.Runtime.InteropServices;

namespace Crochet.Scenarios;

/// <summary>A main thread blocked in a wait when a signal arrives; each prints "ready" when it is about to block.</summary>
public static class SignalScenarios
{
    public static int BlockedInWait()
    {
        var result = Scenario.StartLoop().RunInReactor(Scenario.Never);
        Console.WriteLine("ready");
        result.Wait(Timeout.InfiniteTimeSpan);
        return 1;
    }

    public static int BlockedInWaitFor()
    {
        var loop = Scenario.StartLoop();
        loop.WaitFor(TimeSpan.FromHours(1), () =>
        {
            Console.WriteLine("ready");
            return Scenario.Never();
        });
        return 1;
    }

    public static int BlockedInRun()
    {
        var loop = new EventLoop();
        loop.Post(() => Console.WriteLine("ready"));
        loop.Run();
        return 1;
    }

    public static int HandlerStopsTheLoop() => StopOn(PosixSignal.SIGINT);

    public static int TerminationHandlerStopsTheLoop() => StopOn(PosixSignal.SIGTERM);

    public static int HandlerInterruptsTheWaitAlone()
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            interrupted.Cancel();
        };
        var loop = Scenario.StartLoop();
        var result = loop.RunInReactor(Scenario.Never);
        Console.WriteLine("ready");
        try
        {
            result.Wait(Timeout.InfiniteTimeSpan, interrupted.Token);
        }
        catch (OperationCanceledException)
        {
            return loop.WaitFor(Scenario.MustNotElapse, () => 23);
        }
        return 1;
    }

    private static int StopOn(PosixSignal signal)
    {
        var loop = Scenario.StartLoop();
        using var registration = PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            loop.Stop();
        });
        var result = loop.RunInReactor(Scenario.Never);
        Console.WriteLine("ready");
        try
        {
            result.Wait(Timeout.InfiniteTimeSpan);
        }
        catch (EventLoopStoppedException)
        {
            return 23;
        }
        return 1;
    }
}
