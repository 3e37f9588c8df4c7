namespace Crochet.Waiting;

/// <summary>Reports failures of results that were handed out as tasks, when the collector finds that nobody has looked at them.</summary>
internal static class UnobservedTasks
{
    static UnobservedTasks() => TaskScheduler.UnobservedTaskException += static (sender, args) =>
    {
        if (sender is not Task { AsyncState: EventualResult result })
            return;
        args.SetObserved();
        result.FailureOfEnd?.ReportUnreadTask();
    };

    public static void Watch()
    {
        // Its static constructor has subscribed.
    }
}
