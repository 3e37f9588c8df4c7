namespace Crochet.Waiting;

/// <summary>A task that ends as a result does; one serves all who await it.</summary>
internal interface IResultTask : IWaiter
{
    Task Task { get; }
}
