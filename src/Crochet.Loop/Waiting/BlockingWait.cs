using Crochet.Driving;

namespace Crochet.Waiting;

/// <summary>
/// Blocks a thread until results have ended, in real time: on a loop's thread only where that can end, spinning first, then parked.
/// </summary>
internal static class BlockingWait
{
    private const int DebuggerCheckMilliseconds = 100;
    private static readonly TimeSpan _shortestSpin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _shortestInLine = TimeSpan.FromMilliseconds(2 * QuickHandOver.LongestMilliseconds);

    /// <summary>A wait for one result, under the rules for loops' threads; false at the timeout.</summary>
    public static bool TryAwaitEnd(EventualResult result, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline.Validate(timeout, nameof(timeout));
        var here = EventLoop.BlockedHere(result.Loop);
        if (here is null)
        {
            if (Schedule.Of(result.Loop) is null && !result.IsCompleted)
                cancellationToken.ThrowIfCancellationRequested();
            return Block(result, timeout, cancellationToken);
        }

        ThrowOnOwnLoop(here, result);
        using var edge = WaitGraph.Enter(here, [result]);
        return Block(result, timeout, cancellationToken);
    }

    /// <summary>
    /// One wait for the first of several results: its index, or -1 at the timeout. Under the same rules, for any of them.
    /// </summary>
    public static int AwaitAny(IReadOnlyList<EventualResult> results, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var edge = EnterAll(results);
        if (ScheduleOf(results) is { } schedule)
        {
            schedule.Block(new EndOfAny(results), NameOf(results), timeout, cancellationToken);
            return IndexOfEnded(results);
        }

        var ended = IndexOfEnded(results);
        if (ended >= 0)
            return ended;
        cancellationToken.ThrowIfCancellationRequested();
        return timeout == TimeSpan.Zero ? -1 : ParkForAny(results, new Deadline(timeout), cancellationToken);
    }

    /// <summary>
    /// Blocks until all have ended: null, or at the timeout the first that has not. Under the same rules, for any of them.
    /// </summary>
    public static EventualResult? AwaitAll(IReadOnlyList<EventualResult> results, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var edge = EnterAll(results);
        if (ScheduleOf(results) is { } schedule)
        {
            schedule.Block(new EndOfAll(results), NameOf(results), timeout, cancellationToken);
            return results.FirstOrDefault(static result => !result.IsCompleted);
        }

        var deadline = new Deadline(timeout);
        foreach (var result in results)
        {
            if (result.IsCompleted)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            if (!Block(result, deadline.Remaining, cancellationToken))
                return result;
        }

        return null;
    }

    /// <summary>Blocks until the end, wherever the thread is; false at the timeout.</summary>
    public static bool Block(EventualResult result, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Schedule.Of(result.Loop) is { } schedule)
            return schedule.Block(new EndOf(result), result.GetName(), timeout, cancellationToken);
        if (result.IsCompleted)
            return true;
        if (timeout == TimeSpan.Zero)
            return false;
        var parker = Parker.Current;
        parker.Forget();
        if (!result.TryAddWaiter(parker))
            return true;
        try
        {
            return BlockAsWaiter(result, parker, timeout, cancellationToken);
        }
        finally
        {
            result.OnWaited(parker);
        }
    }

    /// <summary>The same, for a call that the calling thread has queued as its first waiter, and that nobody else has.</summary>
    public static bool BlockAsWaiter(EventualResult result, Parker parker, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (TrySpin(result, parker, ref timeout, cancellationToken))
            return true;
        var hasEnded = Park(new EndOf(result), parker, result.Loop, new Deadline(timeout), cancellationToken);
        parker.Turn.OnWaited();
        return hasEnded;
    }

    private static bool TrySpin(EventualResult result, Parker parker, ref TimeSpan timeout, CancellationToken cancellationToken)
    {
        var isForever = timeout < TimeSpan.Zero;
        if (!isForever && timeout <= _shortestSpin)
            return false;
        // In line nobody looks at a timeout, nor at a token, and a loop's thread has more to do than to wait there.
        var mayBeInLine = (isForever || timeout >= _shortestInLine) && !cancellationToken.CanBeCanceled && parker.Loop is null;
        return mayBeInLine && QuickHandOver.Shared is { IsOpen: true } quick
            ? quick.TryAwaitEnd(result, parker, ref timeout)
            : Spin.TryAwaitResult(new EndOfWaiter(result, parker));
    }

    private static int ParkForAny(IReadOnlyList<EventualResult> results, Deadline deadline, CancellationToken cancellationToken)
    {
        var parker = Parker.Current;
        var added = 0;
        try
        {
            while (added < results.Count && results[added].TryAddWaiter(parker))
                added++;
            // One that took no waiter has ended.
            if (added == results.Count)
            {
                var loop = results.Select(static result => result.Loop).FirstOrDefault(static loop => loop is not null);
                Park(new EndOfAny(results), parker, loop, deadline, cancellationToken);
            }

            return IndexOfEnded(results);
        }
        finally
        {
            for (var index = 0; index < added; index++)
                results[index].OnWaited(parker);
        }
    }

    private static bool Park<TWaiting>(TWaiting waiting, Parker parker, EventLoop? loop, Deadline deadline,
        CancellationToken cancellationToken)
        where TWaiting : struct, IWaiting
    {
        var share = loop?.PoolShare;
        var compensated = PoolCompensation.TryEnter(share);
        var registration = cancellationToken.UnsafeRegister(static state => ((Parker)state!).Wake(), parker);
        Spin.WaitBeside();
        try
        {
            while (!waiting.IsOver)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var remaining = deadline.RemainingMilliseconds;
                if (remaining == 0 && loop is not { TimeoutsWait: true })
                    return false;
                parker.Park(remaining == 0 ? DebuggerCheckMilliseconds : remaining);
            }

            return true;
        }
        finally
        {
            Spin.EndWaitBeside();
            registration.Dispose();
            if (compensated)
                PoolCompensation.Leave(share!);
        }
    }

    private static WaitGraph.Edge EnterAll(IReadOnlyList<EventualResult> results)
    {
        foreach (var result in results)
        {
            if (EventLoop.BlockedHere(result.Loop) is { } held)
                ThrowOnOwnLoop(held, result);
        }

        return EventLoop.BlockedHere(null) is { } here ? WaitGraph.Enter(here, results) : default;
    }

    private static void ThrowOnOwnLoop(EventLoop here, EventualResult result)
    {
        if (result.Loop is null || ReferenceEquals(here, result.Loop))
            throw EventLoopDeadlockException.OnOwnLoop(here, result.GetName(), "Use await there.");
    }

    // A caller of a test's waits for other loops' results as every thread does.
    private static Schedule? ScheduleOf(IReadOnlyList<EventualResult> results) =>
        Parker.Current.Schedule is { } schedule && results.Any(static result => result.Loop is not { Schedule: null }) ? schedule : null;

    private static string NameOf(IReadOnlyList<EventualResult> results) =>
        string.Join(", ", results.Select(static result => result.GetName()));

    private static int IndexOfEnded(IReadOnlyList<EventualResult> results)
    {
        for (var index = 0; index < results.Count; index++)
        {
            if (results[index].IsCompleted)
                return index;
        }

        return -1;
    }

    private sealed class EndOfAll(IReadOnlyList<EventualResult> results) : IWaiting
    {
        public bool IsOver => results.All(static result => result.IsCompleted);
    }

    private readonly struct EndOfAny(IReadOnlyList<EventualResult> results) : IWaiting
    {
        public bool IsOver => IndexOfEnded(results) >= 0;
    }
}
