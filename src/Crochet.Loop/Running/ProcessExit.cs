using System.Collections.Concurrent;

namespace Crochet;

/// <summary>Stops the loops that still run when the process ends.</summary>
internal static class ProcessExit
{
    // Short of what makes a user press Ctrl-C again; a turn that does not return must not keep the process.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);
    private static readonly ConcurrentDictionary<EventLoop, byte> s_running = new();

    static ProcessExit() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopAll();

    public static void Add(EventLoop loop) => s_running.TryAdd(loop, 0);

    public static void Remove(EventLoop loop) => s_running.TryRemove(loop, out _);

    private static void StopAll()
    {
        var loops = s_running.Keys;
        foreach (var loop in loops)
            loop.Stop();
        Task.WaitAll([.. loops.Where(static loop => !loop.IsInLoopThread && !loop.IsAdopted).Select(static loop => loop.Completion)], s_patience);
    }
}
