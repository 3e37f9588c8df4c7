namespace Crochet.Scenarios;

/// <summary>
/// How a process ends whose loop has calls in every state: running, queued, pending, stashed. Each prints "ready" when it is about to end.
/// </summary>
public static class LoadedExitScenarios
{
    private const int CallsOfEachKind = 1_000;
    private static readonly List<EventualResult> _held = [];

    public static int Return()
    {
        Load();
        return 7;
    }

    public static int Exit()
    {
        Load();
        Environment.Exit(9);
        return 1;
    }

    public static int Throw()
    {
        Load();
        throw new InvalidOperationException("the end");
    }

    public static int FailFast()
    {
        Load();
        Environment.FailFast("the end");
        return 1;
    }

    public static int AwaitASignal()
    {
        Load();
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }

    public static int DrainAndReturn()
    {
        var loop = Load(isHeld: false);
        loop.StopAsync(TimeSpan.FromMilliseconds(200)).Wait(Scenario.MustNotElapse);
        return 7;
    }

    public static int ReturnWithStashedFailures()
    {
        var loop = Load(isHeld: false);
        foreach (var number in Enumerable.Range(0, 3))
            loop.RunInReactor(() => Task.FromException(new InvalidOperationException($"stashed failure {number}"))).Stash();
        loop.WaitFor(Scenario.MustNotElapse, () => { });
        return 7;
    }

    private static EventLoop Load(bool isHeld = true)
    {
        var loop = Scenario.StartLoop();
        for (var i = 0; i < CallsOfEachKind; i++)
        {
            _held.Add(loop.RunInReactor(Scenario.Never));
            _held.Add(loop.RunInReactor(token => Task.Delay(Timeout.InfiniteTimeSpan, token)));
            loop.RunInReactor(Scenario.Never).Stash();
            loop.RunInReactor(() => i).Stash();
        }

        loop.WaitFor(Scenario.MustNotElapse, () => { });
        if (isHeld)
            Hold(loop);
        for (var i = 0; i < CallsOfEachKind; i++)
            _held.Add(loop.RunInReactor(() => i));
        Console.WriteLine("ready");
        return loop;
    }

    private static void Hold(EventLoop loop)
    {
        var isHeld = new ManualResetEventSlim();
        _held.Add(loop.RunInReactor(() =>
        {
            isHeld.Set();
            Thread.Sleep(Timeout.Infinite);
        }));
        isHeld.Wait(Scenario.MustNotElapse);
    }
}
