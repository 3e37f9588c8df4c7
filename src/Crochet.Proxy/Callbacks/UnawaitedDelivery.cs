namespace Crochet.Callbacks;

/// <summary>A call that nobody waits for.</summary>
internal sealed class UnawaitedDelivery(CallbackGiving giving, Func<object?> call) : CallbackDelivery(giving, call)
{
    public override bool NeedsPool => false;

    public override Task RunAsync(CallbackChannel channel)
    {
        try
        {
            Call();
        }
        catch (Exception exception)
        {
            channel.Loop.Report(new Failure(exception), $"A callback of {channel.Name}");
        }

        return Task.CompletedTask;
    }

    public override void Drop(string loop)
    {
    }
}
