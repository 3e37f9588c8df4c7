using Crochet.Running;
using Crochet.Timing;
using Microsoft.Extensions.Logging;

namespace Crochet.Diagnostics;

/// <summary>
/// Warns of turns that hold the loop for too long: when they end and, of one that goes on and on, while it still runs. For each name once
/// in a while, with how many were left out meanwhile.
/// </summary>
internal sealed class SlowTurns(EventLoopOptions options, ILogger logger)
{
    private const uint QuietMilliseconds = 10_000;
    private const int MostNames = 1_000;

    private readonly string _loop = options.Name;
    private readonly LoopClock _clock = new(options.RealTime);
    private readonly uint _threshold = options.SlowTurnThreshold == Timeout.InfiniteTimeSpan
        ? uint.MaxValue
        : (uint)Math.Min(options.SlowTurnThreshold.TotalMilliseconds, uint.MaxValue - 1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Warned> _byName = [];
    private long _count;

    // When the turn began that was last reported while it ran.
    private uint? _reported;
    private uint _reportAgainAfter;

    /// <summary>What turns are measured by: real time, also where a test moves the loop's own.</summary>
    public TimeProvider Time => _clock.Provider;

    /// <summary>In milliseconds of real time.</summary>
    public uint Now => _clock.Milliseconds;

    /// <summary>How many there have been.</summary>
    public long Count => Volatile.Read(ref _count);

    public bool IsTooLong(uint started, uint now) => LoopClock.Between(started, now).TotalMilliseconds > _threshold;

    /// <summary>Watch thread: says so when a turn has held the loop for too long, and still does.</summary>
    public void Inspect(ref readonly TurnState turn)
    {
        if (Volatile.Read(in turn.Item) is not { } item)
            return;
        var started = Volatile.Read(in turn.HeldSince);
        var now = Now;
        if (IsTooLong(started, now))
            OnHeld(turn.GetName(item), started, now);
    }

    /// <summary>Watch thread: a turn that began at <paramref name="started"/> has held the loop for too long, and still does.</summary>
    public void OnHeld(string call, uint started, uint now)
    {
        lock (_lock)
        {
            // The same turn again only when it has gone on for twice as long.
            if (_reported == started ? now - started < _reportAgainAfter : !TryWarn(call, now, out _))
                return;
            _reported = started;
            _reportAgainAfter = 2 * (now - started);
        }

        LoopLog.StuckTurn(logger, call, _loop, Seconds(started, now));
    }

    /// <summary>Loop thread: a turn has ended that held the loop for too long.</summary>
    public void OnEnded(string call, uint started, uint now)
    {
        int leftOut;
        lock (_lock)
        {
            _count++;
            var warned = TryWarn(call, now, out var entry);
            if (!warned && _reported != started)
            {
                entry.LeftOut++;
                return;
            }

            leftOut = entry.LeftOut;
            entry.LeftOut = 0;
            _reported = null;
        }

        if (leftOut == 0)
            LoopLog.SlowTurn(logger, call, _loop, Seconds(started, now));
        else
            LoopLog.SlowTurnAgain(logger, call, _loop, Seconds(started, now), leftOut);
    }

    /// <summary>The loop has stopped: what was left out is told now.</summary>
    public void OnStopped()
    {
        lock (_lock)
        {
            foreach (var (call, warned) in _byName)
            {
                if (warned.LeftOut > 0)
                    LoopLog.SlowTurnsLeftOut(logger, call, _loop, warned.LeftOut);
            }

            _byName.Clear();
        }
    }

    private bool TryWarn(string call, uint now, out Warned entry)
    {
        if (_byName.TryGetValue(call, out var known))
        {
            entry = known;
            if (now - entry.At < QuietMilliseconds)
                return false;
        }
        else
        {
            if (_byName.Count >= MostNames)
                _byName.Clear();
            _byName[call] = entry = new Warned();
        }

        entry.At = now;
        return true;
    }

    private static double Seconds(uint started, uint now) => LoopClock.Between(started, now).TotalSeconds;

    private sealed class Warned
    {
        public uint At;
        public int LeftOut;
    }
}
