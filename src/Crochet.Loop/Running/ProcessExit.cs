using System.Collections.Concurrent;

namespace Crochet.Running;

/// <summary>Stops the loops that still run when the process ends.</summary>
internal static class ProcessExit
{
    // A turn that does not return must not keep the process: all in all it ends within a second.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(600);
    private static readonly ConcurrentDictionary<EventLoop, byte> _running = new();

    static ProcessExit() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopAll();

    /// <summary>The loops of the process that run now.</summary>
    public static ICollection<EventLoop> Running => _running.Keys;

    public static void Add(EventLoop loop) => _running.TryAdd(loop, 0);

    public static void Remove(EventLoop loop) => _running.TryRemove(loop, out _);

    private static void StopAll()
    {
        var loops = _running.Keys;
        foreach (var loop in loops)
            loop.Stop();
        // Those that somebody else's thread runs have nobody who would run them now.
        var ended = loops.Where(static loop => !loop.IsInLoopThread && loop is { Adopted: null, Schedule: null });
        Task.WaitAll([.. ended.Select(static loop => loop.Completion)], _patience);
        // By a loop that a turn holds up nothing was reported, and nothing will be.
        foreach (var loop in loops)
            loop.Lifetime.ReportUnretrieved();
    }
}
