using System.Diagnostics;
using Crochet.Running;

namespace Crochet;

/// <summary>
/// Several loops of one name, for work that one thread cannot carry: "Workers-0", "Workers-1" and so on. Each object still belongs to one
/// of them. All members may be used from any thread.
/// </summary>
[DebuggerDisplay("{Name,nq}: {Count} loops")]
public sealed class EventLoopGroup : IDisposable, IAsyncDisposable
{
    private readonly EventLoop[] _loops;
    private readonly Task _completion;
    private int _last = -1;

    /// <summary>Makes the loops. They run when <see cref="Start"/> is called.</summary>
    /// <param name="count">How many; 1 or more.</param>
    /// <param name="options">Of each of them; the name is the group's, to which each loop's number is added.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1; or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">An option is wrong; the message lists all that are.</exception>
    /// <exception cref="PlatformNotSupportedException">A single-threaded apartment on another system than Windows.</exception>
    public EventLoopGroup(int count, EventLoopOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var each = (options ?? new EventLoopOptions()).Validated();
        Name = each.Name;
        _loops = new EventLoop[count];
        for (var index = 0; index < count; index++)
        {
            each.Name = $"{Name}-{index}";
            _loops[index] = new EventLoop(each);
        }

        _completion = Task.WhenAll(_loops.Select(static loop => loop.Completion));
    }

    /// <summary>The group's name: the loops' without their numbers.</summary>
    public string Name { get; }

    /// <summary>How many loops there are.</summary>
    public int Count => _loops.Length;

    /// <summary>Ends when all of the loops have stopped and their threads have left them.</summary>
    public Task Completion => Array.TrueForAll(_loops, static loop => loop.Completion.IsCompleted) ? Task.CompletedTask : _completion;

    /// <summary>One of the loops, by its number.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is less than 0, or not less than
    /// <see cref="Count"/>.</exception>
    public EventLoop this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _loops.Length);
            return _loops[index];
        }
    }

    /// <summary>
    /// The loop that a key belongs to: keys that are equal by their type's default comparer have the same one, for as long as the group
    /// lives.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public EventLoop For<TKey>(TKey key)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        return _loops[IndexFor(EqualityComparer<TKey>.Default.GetHashCode(key))];
    }

    /// <summary>The place of the loop that a key with this hash code belongs to.</summary>
    internal int IndexFor(int hashCode) => (int)(((ulong)Mix((uint)hashCode) * (uint)_loops.Length) >> 32);

    /// <summary>
    /// The loop with the least to run: what is queued counts, and what holds the thread, but no call that awaits. Loops with equally little
    /// take turns; one that stops is passed over while another runs.
    /// </summary>
    public EventLoop LeastBusy()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var chosen = -1;
            var least = long.MaxValue;
            for (var step = 1; step <= _loops.Length; step++)
            {
                var index = (int)((last + (uint)step) % (uint)_loops.Length);
                var load = _loops[index].Load;
                if (load < least)
                    (chosen, least) = (index, load);
            }

            // Who comes at the same moment must not be given the same loop.
            if (Interlocked.CompareExchange(ref _last, chosen, last) == last)
                return _loops[chosen];
        }
    }

    /// <summary>
    /// Runs each loop on a thread of its own, as <see cref="EventLoop.Start"/> does. Where one cannot start, the others are stopped.
    /// </summary>
    /// <exception cref="EventLoopStoppedException">The group has stopped, or is stopping.</exception>
    public void Start()
    {
        try
        {
            foreach (var loop in _loops)
                loop.Start();
        }
        catch
        {
            Stop();
            throw;
        }
    }

    /// <summary>Asks all loops to stop, and returns at once, as <see cref="EventLoop.Stop"/> does.</summary>
    public void Stop()
    {
        foreach (var loop in _loops)
            loop.Stop();
    }

    /// <summary>
    /// Drains all loops side by side and stops them, each when its own calls have ended, as <see cref="EventLoop.StopAsync"/> does; the
    /// task ends with the last one's.
    /// </summary>
    /// <param name="drain">How long to let calls end, at most, in real time: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="hurry">Ends the drain at once, and the task 1 s later at most: a callback that holds a thread longer is left behind,
    /// and logged by name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="drain"/> is negative.</exception>
    public Task StopAsync(TimeSpan drain = default, CancellationToken hurry = default) =>
        Task.WhenAll(Array.ConvertAll(_loops, loop => loop.StopAsync(drain, hurry)));

    /// <summary>
    /// Stops the loops side by side and blocks until they have stopped, for 5 s at most in all, as <see cref="EventLoop.Dispose"/> does; on
    /// a loop's thread it only begins the stop.
    /// </summary>
    public void Dispose() => new LoopSet(_loops).Dispose(_loops[0].DisposalDrain);

    /// <summary>Stops the loops side by side; the task ends with the last one's, as <see cref="EventLoop.DisposeAsync"/> has it.</summary>
    public ValueTask DisposeAsync() => new LoopSet(_loops).DisposeAsync(_loops[0].DisposalDrain);

    // Hash codes are seldom spread over all bits, and often count up: the last step of MurmurHash3 lets each bit of one change half of all
    // bits.
    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
