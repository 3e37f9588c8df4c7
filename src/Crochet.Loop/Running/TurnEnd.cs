namespace Crochet.Running;

/// <summary>Queued while a turn runs: its task ends when that turn has ended.</summary>
internal sealed class TurnEnd : WorkItem
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _ended.Task;

    public override string GetName() => "The end of a turn";

    public override void Execute(EventLoop loop) => _ended.TrySetResult();

    // The loop's stop, which drops this, ends the wait.
    public override bool Drop() => false;
}
