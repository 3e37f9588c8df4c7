namespace Crochet.Running;

/// <summary>The turn in which a loop begins to dispose of one of its objects.</summary>
internal sealed class BoundDisposal(EventLoop loop, IBoundObject bound, Action onEnded) : WorkItem, IRunsAtTheEnd
{
    public override string GetName() => $"The disposal of {bound.Name}";

    public override void Execute(EventLoop running) => _ = DisposeAsync();

    public override bool Drop() => false;

    private async Task DisposeAsync()
    {
        try
        {
            await bound.DisposeOnLoopAsync();
        }
        catch (Exception exception)
        {
            loop.Report(new Failure(exception), GetName());
        }
        finally
        {
            onEnded();
        }
    }
}
