namespace Crochet;

/// <summary>One loop's thread, blocked for a result of another loop.</summary>
/// <param name="From">The name of the loop whose thread is blocked.</param>
/// <param name="To">The name of the loop that must produce the result.</param>
/// <param name="Call">The call it waits for.</param>
public sealed record LoopWait(string From, string To, string Call)
{
    // Names need not be unique.
    internal int FromId { get; init; }

    internal int ToId { get; init; }

    internal static LoopWait Of(EventLoop from, EventualResult result) =>
        new(from.Name, result.Loop!.Name, result.GetName()) { FromId = from.Id, ToId = result.Loop.Id };
}
