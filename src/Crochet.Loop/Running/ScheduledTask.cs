namespace Crochet.Running;

/// <summary>A task on its way through the loop's queue: run by the loop, or taken back by who queued it too late.</summary>
internal sealed class ScheduledTask(Task task)
{
    private Task? _task = task;

    /// <summary>One of the two sides gets the task; the other gets null.</summary>
    public Task? Take() => Interlocked.Exchange(ref _task, null);
}
