namespace Crochet.Scenarios;

internal static class Scenario
{
    public static readonly TimeSpan MustNotElapse = TimeSpan.FromSeconds(15);

    public static EventLoop StartLoop(EventLoopOptions? options = null)
    {
        var loop = new EventLoop(options ?? new EventLoopOptions());
        loop.Start();
        return loop;
    }

    public static Task Never() => new TaskCompletionSource().Task;

    /// <summary>Prints the type of what an action throws, or "nothing".</summary>
    public static void PrintThrown(Action action)
    {
        try
        {
            action();
            Console.WriteLine("nothing");
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception.GetType().Name);
        }
    }

    /// <summary>Collects, and lets the loop turn, until the condition holds or the guard elapses.</summary>
    public static void CollectUntil(Func<bool> condition) => SpinWait.SpinUntil(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return condition();
    }, MustNotElapse);
}
