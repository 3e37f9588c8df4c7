using Crochet.Waiting;

namespace Crochet.Stashing;

/// <summary>A task that ends with a result, whatever it ends with, and takes nothing from it.</summary>
internal sealed class EndSignal : IWaiter
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _ended.Task;

    public bool KeepsResult => false;

    public void OnEnded(EventualResult result) => _ended.TrySetResult();
}
