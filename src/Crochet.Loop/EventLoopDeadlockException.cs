using Crochet.Diagnostics;

namespace Crochet;

/// <summary>
/// A blocking wait that could never end: made on the thread of the loop that would have to produce the result, or closing a ring of loops
/// that wait for each other. Thrown instead of waiting; the call that was to be waited for is not made, or goes on.
/// </summary>
public sealed class EventLoopDeadlockException : InvalidOperationException
{
    /// <summary>Makes one for a test double to throw.</summary>
    /// <param name="cycle">The names of the loops in the ring, the first of them repeated at the end.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cycle"/> is null.</exception>
    public EventLoopDeadlockException(IReadOnlyList<string> cycle)
        : this($"The wait would never end: {string.Join(" -> ", cycle ?? throw new ArgumentNullException(nameof(cycle)))}. Use await "
            + "there.", cycle)
    {
    }

    private EventLoopDeadlockException(string message, IReadOnlyList<string> cycle)
        : base(OneLine.Of(message)) => Cycle = cycle;

    /// <summary>
    /// The names of the loops in the ring, in waiting order from the one whose wait would close it, which is repeated at the end: "A", "B",
    /// "A"; on a loop's own thread "A", "A".
    /// </summary>
    public IReadOnlyList<string> Cycle { get; }

    internal static EventLoopDeadlockException OnOwnLoop(EventLoop loop, string call, string wayOut) =>
        new($"A wait for {call} on the thread of the loop '{loop.Name}' would never end: the result needs that thread. {wayOut}",
            [loop.Name, loop.Name]);

    internal static EventLoopDeadlockException InRing(string call, IReadOnlyList<string> cycle) =>
        new(
            $"A wait for {call} would close a ring of loops that wait for each other: {string.Join(" -> ", cycle)}. "
            + "Use await in one of them.",
            cycle);
}
