namespace Crochet.Waiting;

/// <summary>A task that ends as a result does.</summary>
internal interface IResultTask
{
    Task Task { get; }

    void End(EventualResult result);
}
