using System.Runtime.CompilerServices;

namespace Crochet.Scenarios;

/// <summary>Failures that nobody retrieves, in a process where nothing but standard error hears of them.</summary>
public static class ReportScenarios
{
    public static int CollectedWithoutHandler()
    {
        var loop = Scenario.StartLoop();
        var dropped = FailAndDrop(loop);
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        Scenario.CollectUntil(() => !dropped.IsAlive);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return 0;
    }

    public static int CollectedWithHandler()
    {
        var loop = Scenario.StartLoop();
        var reported = new ManualResetEventSlim();
        loop.UnobservedFailure += (_, failure) =>
        {
            Console.WriteLine(failure.Failure.Exception.Message);
            reported.Set();
        };
        FailAndDrop(loop);
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        Scenario.CollectUntil(() => reported.IsSet);
        return 0;
    }

    public static int StashedAtTheEndOfTheProcess()
    {
        var loop = Scenario.StartLoop();
        Fail(loop).Stash();
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        return 0;
    }

    public static int StashedAtTheEndOfTheProcessWithTheLoopHeld()
    {
        var loop = Scenario.StartLoop();
        Fail(loop).Stash();
        var isHeld = new ManualResetEventSlim();
        loop.Post(() =>
        {
            isHeld.Set();
            Thread.Sleep(Timeout.Infinite);
        });
        isHeld.Wait(Scenario.MustNotElapse);
        return 0;
    }

    public static int RetrievedBeforeTheEnd()
    {
        var loop = Scenario.StartLoop();
        Scenario.PrintThrown(() => Fail(loop).Wait(Scenario.MustNotElapse));
        return 0;
    }

    public static int CancelledAndStoppedResults()
    {
        var loop = Scenario.StartLoop();
        loop.RunInReactor(Scenario.Never).Cancel();
        loop.RunInReactor(Scenario.Never);
        loop.RunInReactor(Scenario.Never).Stash();
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        loop.Stop();
        loop.Completion.Wait(Scenario.MustNotElapse);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return 0;
    }

    public static int ContinuationAfterTheStop()
    {
        var loop = Scenario.StartLoop();
        var late = new TaskCompletionSource();
        loop.RunInReactor(async () =>
        {
            await late.Task;
            Console.WriteLine("ran");
        });
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        loop.Stop();
        loop.Completion.Wait(Scenario.MustNotElapse);
        late.SetResult();
        return 0;
    }

    private static EventualResult Fail(EventLoop loop) =>
        loop.RunInReactor(() => Task.FromException(new InvalidOperationException("nobody asked")));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FailAndDrop(EventLoop loop) => new(Fail(loop));
}
