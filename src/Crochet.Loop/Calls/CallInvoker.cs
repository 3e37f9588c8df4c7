using Crochet.Diagnostics;

namespace Crochet.Calls;

/// <summary>
/// How calls of one kind are carried out: one instance serves all calls of a method, or of a kind of delegate, and a call carries only its
/// own <c>body</c> (a delegate, an invocation with its arguments). This is the seam between the loop and whoever makes calls.
/// </summary>
internal abstract class CallInvoker
{
    /// <summary>What errors, logs and snapshots call it, without arguments: "IDns.GetHostByName". Asked seldom, from any thread.</summary>
    public abstract string GetName(object body);

    /// <summary>
    /// The call's arguments as a message shows them, "(\"example\", 3)", by <see cref="ArgumentText"/>; null where there is nothing to
    /// show. Asked only where <see cref="EventLoopOptions.ShowArguments"/> is set.
    /// </summary>
    public virtual string? GetArguments(object body) => null;

    /// <summary>
    /// What a call's body becomes while the call awaits: it is held then for as long as the task lives that the call follows.
    /// </summary>
    public virtual object GetPendingBody(object body) => body;

    /// <summary>
    /// For a call that runs in none of this process's loops: the one that stashes its result and reports its failure. Else null.
    /// </summary>
    public virtual EventLoop? Home => null;

    /// <summary>Whether its calls report progress, by <see cref="CreateProgress"/>.</summary>
    public bool ReportsProgress { get; protected set; }

    /// <summary>
    /// Whether its calls go on with one that the loop has taken before: a drain takes them too, and no limit of the queue counts them.
    /// </summary>
    public bool GoesOn { get; protected init; }

    /// <summary>
    /// For a call that reports progress: what keeps it. <see cref="EventualResult.GetProgress{TProgress}"/> gives it back to
    /// <see cref="Invoke"/>.
    /// </summary>
    public virtual CallProgress CreateProgress() => throw new NotSupportedException($"{GetType()} reports no progress.");

    /// <summary>Whether <see cref="Invoke"/> uses its token; a token is made only then.</summary>
    public abstract bool TakesToken { get; }

    /// <summary>Starts the work, on the loop thread, and ends the call with Succeed or Follow. What it throws fails the call.</summary>
    public abstract void Invoke(EventualResult call, object body, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a call that has begun its turn is kept from running all the same, since its work waits for something and has not begun. From
    /// any thread; true once at most, and the work never begins then.
    /// </summary>
    public virtual bool TryWithdraw(object body) => false;

    /// <summary>A call has ended that was never started, and is certain never to be. From any thread.</summary>
    public virtual void OnNeverRan(EventualResult call, object body)
    {
    }
}
