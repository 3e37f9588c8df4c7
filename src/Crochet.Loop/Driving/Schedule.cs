using Crochet.Waiting;

namespace Crochet.Driving;

/// <summary>
/// Whose turn it is, for a loop that a test drives: the loop's, or that of one of the threads that call it, each of which runs from one
/// call to the next. Such a loop has no thread of its own, and <see cref="DrivenLoop"/> runs its turns. Null on every other loop.
/// </summary>
internal abstract class Schedule
{
    /// <summary>
    /// The calling thread is the one that drives the loop, be it in the loop now or not: blocking it would keep the loop from running.
    /// </summary>
    public abstract bool IsDriver { get; }

    /// <summary>The loop is being driven now; from any thread.</summary>
    public abstract bool IsDriving { get; }

    /// <summary>
    /// The schedule that the calling thread has to wait by for a result of <paramref name="loop"/>, or of none; null where it waits as
    /// threads do.
    /// </summary>
    public static Schedule? Of(EventLoop? loop) => loop is { Schedule: null } ? null : Parker.Current.Schedule;

    /// <summary>
    /// How to make a task of a loop, or of none, that users await. What follows it never runs in the thread that ends it, except where a
    /// test drives that loop: there Task.WhenAll and its like would go on in the thread pool, which no schedule sees.
    /// </summary>
    public static TaskCreationOptions TaskOptionsOf(EventLoop? loop) =>
        (loop is null ? Parker.Current.Schedule : loop.Schedule) is null
            ? TaskCreationOptions.RunContinuationsAsynchronously
            : TaskCreationOptions.None;

    /// <summary>
    /// A call into the loop begins. One of the schedule's own callers goes on when its turn comes; other threads do at once.
    /// </summary>
    public abstract void Pass(string call);

    /// <summary>Blocks the calling thread, one of the schedule's own callers, by the schedule's time. False at the timeout.</summary>
    /// <exception cref="EventLoopStoppedException">The schedule has come to its end.</exception>
    public abstract bool Block(IWaiting waiting, string call, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>
    /// Runs what would else go to the thread pool, as a caller of its own, until its task has ended. From any thread; dropped where the
    /// schedule has come to its end.
    /// </summary>
    public abstract void Deliver(Func<Task> callback, string name);
}
