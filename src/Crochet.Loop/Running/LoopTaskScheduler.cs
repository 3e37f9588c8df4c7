namespace Crochet.Running;

/// <summary>
/// Runs tasks on the loop thread, each in a turn of its own. They go the way of awaits that resume: a drain runs them, and those that are
/// queued when the loop stops still run in its last turns, since nothing else could end them.
/// </summary>
internal sealed class LoopTaskScheduler : TaskScheduler
{
    private readonly EventLoop _loop;
    private readonly LoopSynchronizationContext _context;
    private readonly SendOrPostCallback _run;

    public LoopTaskScheduler(EventLoop loop, LoopSynchronizationContext context)
    {
        _loop = loop;
        _context = context;
        _run = Run;
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <exception cref="EventLoopStoppedException">The task would never run; whoever starts it gets this in a
    /// <see cref="TaskSchedulerException"/>.</exception>
    protected override void QueueTask(Task task)
    {
        var scheduled = new ScheduledTask(task);
        // The task brings its own context. A loop that has ended meanwhile looks at its queue no more: one of the two sees the other.
        if (!_context.TryPost(_run, scheduled) || (_loop.Closed.IsSealed && scheduled.Take() is not null))
            throw new EventLoopStoppedException(_loop.Name, isWithdrawn: true);
    }

    // A task that waits for another one of this scheduler, on the loop thread, runs it; elsewhere no task of the loop runs.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _loop.IsInLoopThread && TryExecuteTask(task);

    // Only a debugger asks.
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Run(object? scheduled)
    {
        if (((ScheduledTask)scheduled!).Take() is { } task)
            TryExecuteTask(task);
    }
}
