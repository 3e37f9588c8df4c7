namespace Crochet;

/// <summary>
/// One call in a loop, or one callback, at one moment. The times are from entering each phase to leaving it or, for the phase it is in, to the snapshot;
/// they follow the loop's <see cref="TimeProvider"/> and are no finer than a few milliseconds.
/// </summary>
/// <param name="Call">The call: "IDns.GetHostByName", or the method behind a delegate.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Queued">How long it has been, or was, in the queue.</param>
/// <param name="Running">How long its first turn has held, or held, the loop thread.</param>
/// <param name="Awaiting">How long the task that it returned has been pending.</param>
/// <param name="IsAbandoned">Its result has ended by a cancellation or a timeout which its work took no notice of.</param>
public sealed record CallSnapshot(string Call, CallPhase Phase, TimeSpan Queued, TimeSpan Running, TimeSpan Awaiting, bool IsAbandoned)
{
    /// <summary>The thread that is blocked for its result: "thread 12 'Importer'", or the loop whose thread that is: "loop 'B'". Null where none is: the call was posted, or is awaited.</summary>
    public string? Caller { get; init; }

    /// <summary>Its arguments, "(\"example\")"; null unless <see cref="EventLoopOptions.ShowArguments"/> is set and there are some to show.</summary>
    public string? Arguments { get; init; }

    /// <summary>The call and, where there are some to show, its arguments.</summary>
    internal string Text => Call + Arguments;

    internal static CallSnapshot Of(PendingCall call, long now, bool showArguments) => new(
        call.NameInList, CallPhase.Awaiting, LoopClock.Between(call.QueuedAt, call.StartedAt), LoopClock.Between(call.StartedAt, (uint)call.AwaitedAt),
        LoopClock.Between(call.AwaitedAt, now), call.IsAbandoned)
    {
        Caller = call.Result?.Caller?.Owner,
        Arguments = showArguments ? call.Operation?.GetArguments(call.Body) : null,
    };

    /// <summary>A call that nothing but its own result knows of yet: queued, or in its turn since <paramref name="started"/>.</summary>
    internal static CallSnapshot Of(EventualResult call, uint? started, uint now, bool showArguments)
    {
        var queuedAt = call.GetQueuedAt(now);
        return new(
            call.GetName(), started is null ? CallPhase.Queued : CallPhase.Running, LoopClock.Between(queuedAt, started ?? now),
            LoopClock.Between(started ?? now, now), TimeSpan.Zero, IsAbandoned: false)
        {
            Caller = call.Caller?.Owner,
            Arguments = showArguments ? call.GetArguments() : null,
        };
    }
}
