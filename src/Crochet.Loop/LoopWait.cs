namespace Crochet;

/// <summary>One loop's thread, blocked for a result of another loop.</summary>
public sealed record LoopWait
{
    /// <summary>The name of the loop whose thread is blocked.</summary>
    public required string From { get; init; }

    /// <summary>The name of the loop that must produce the result.</summary>
    public required string To { get; init; }

    /// <summary>The call it waits for.</summary>
    public required string Call { get; init; }

    // Names need not be unique.
    internal int FromId { get; init; }

    internal int ToId { get; init; }

    internal static LoopWait Of(EventLoop from, EventualResult result) =>
        new() { From = from.Name, To = result.Loop!.Name, Call = result.GetName(), FromId = from.Id, ToId = result.Loop.Id };
}
