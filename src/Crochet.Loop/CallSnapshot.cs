using Crochet.Calls;
using Crochet.Timing;

namespace Crochet;

/// <summary>
/// One call in a loop, or one callback, at one moment. The times are from entering each phase to leaving it or, for the phase it is in, to
/// the snapshot; they follow the loop's <see cref="TimeProvider"/> and are no finer than a few milliseconds.
/// </summary>
public sealed record CallSnapshot
{
    /// <summary>The call: "IDns.GetHostByName", or the method behind a delegate.</summary>
    public required string Call { get; init; }

    /// <summary>How far it has come.</summary>
    public required CallPhase Phase { get; init; }

    /// <summary>How long it has been, or was, in the queue.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>How long its first turn has held, or held, the loop thread.</summary>
    public TimeSpan Running { get; init; }

    /// <summary>How long the task that it returned has been pending.</summary>
    public TimeSpan Awaiting { get; init; }

    /// <summary>Its result has ended by a cancellation or a timeout which its work took no notice of.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>
    /// The thread that is blocked for its result: "thread 12 'Importer'", or the loop whose thread that is: "loop 'B'". Null where none is:
    /// the call was posted, or is awaited.
    /// </summary>
    public string? Caller { get; init; }

    /// <summary>
    /// Its arguments, "(\"example\")"; null unless <see cref="EventLoopOptions.ShowArguments"/> is set and there are some to show.
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>The call and, where there are some to show, its arguments.</summary>
    internal string Text => Call + Arguments;

    internal static CallSnapshot Of(PendingCall call, long now, bool showArguments) => new()
    {
        Call = call.NameInList,
        Phase = CallPhase.Awaiting,
        Queued = LoopClock.Between(call.QueuedAt, call.StartedAt),
        Running = LoopClock.Between(call.StartedAt, (uint)call.AwaitedAt),
        Awaiting = LoopClock.Between(call.AwaitedAt, now),
        IsAbandoned = call.IsAbandoned,
        Caller = call.Result?.Caller?.Owner,
        Arguments = showArguments ? call.Invoker?.GetArguments(call.Body) : null,
    };

    /// <summary>A call that nothing but its own result knows of yet: queued, or in its turn since <paramref name="started"/>.</summary>
    internal static CallSnapshot Of(EventualResult call, uint? started, uint now, bool showArguments) => new()
    {
        Call = call.GetName(),
        Phase = started is null ? CallPhase.Queued : CallPhase.Running,
        Queued = LoopClock.Between(call.QueuedAt, started ?? now),
        Running = LoopClock.Between(started ?? now, now),
        Caller = call.Caller?.Owner,
        Arguments = showArguments ? call.GetArguments() : null,
    };
}
