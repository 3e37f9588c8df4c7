using Crochet.Driving;

namespace Crochet.Waiting;

/// <summary>
/// Blocks the thread it belongs to until another thread wakes it. Each thread has one, kept for all its waits, so a wake-up may be left
/// over from an earlier wait: whoever parks looks again at what it waits for.
/// </summary>
internal sealed class Parker : IWaiter
{
    [ThreadStatic]
    private static Parker? _current;

    private readonly Thread _thread = Thread.CurrentThread;
    private bool _woken;

    public static Parker Current => _current ??= new Parker();

    /// <summary>The loop that the thread is in.</summary>
    public EventLoop? Loop { get; set; }

    /// <summary>What says when the thread, a caller of a test's, goes on; null on every other.</summary>
    public Schedule? Schedule { get; set; }

    /// <summary>Whose thread it is, as messages show it.</summary>
    public string Owner => Loop is { } loop ? OwnerOf(loop.Name)
        : string.IsNullOrEmpty(_thread.Name) ? $"thread {_thread.ManagedThreadId}"
        : $"thread {_thread.ManagedThreadId} '{_thread.Name}'";

    public static string OwnerOf(string loopName) => $"loop '{loopName}'";

    public bool KeepsResult => false;

    public void OnEnded(EventualResult result) => Wake();

    /// <summary>
    /// From any thread. One that is interrupted in here has woken all the same, and stays interrupted: nobody else would wake in its place.
    /// </summary>
    public void Wake()
    {
        try
        {
            Pulse();
        }
        catch (ThreadInterruptedException)
        {
            Wake();
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <summary>Blocks until woken, or for <paramref name="milliseconds"/> (-1: for ever). Uses up the wake-up.</summary>
    public void Park(int milliseconds)
    {
        lock (this)
        {
            if (!_woken)
                Monitor.Wait(this, milliseconds);
            _woken = false;
        }
    }

    private void Pulse()
    {
        lock (this)
        {
            _woken = true;
            Monitor.Pulse(this);
        }
    }
}
