using System.Runtime.InteropServices;
using Crochet.Driving;

namespace Crochet.Waiting;

/// <summary>
/// Blocks the thread it belongs to until another thread wakes it. Each thread has one, kept for all its waits, so a wake-up may be left
/// over from an earlier wait: whoever parks looks again at what it waits for.
/// </summary>
internal sealed class Parker : IWaiter
{
    private const int None = 0;
    private const int Woken = 1;
    private const int Parked = 2;

    [ThreadStatic]
    private static Parker? _current;

    private readonly Thread _thread = Thread.CurrentThread;
    private PaddedSignal _signal;

    public static Parker Current => _current ??= new Parker();

    /// <summary>The loop that the thread is in.</summary>
    public EventLoop? Loop { get; set; }

    /// <summary>What says when the thread, a caller of a test's, goes on; null on every other.</summary>
    public Schedule? Schedule { get; set; }

    /// <summary>When the thread spins for its results, and when others do.</summary>
    public CallerTurn Turn => field ??= new CallerTurn();

    /// <summary>Whose thread it is, as messages show it.</summary>
    public string Owner => Loop is { } loop ? OwnerOf(loop.Name)
        : string.IsNullOrEmpty(_thread.Name) ? $"thread {_thread.ManagedThreadId}"
        : $"thread {_thread.ManagedThreadId} '{_thread.Name}'";

    public static string OwnerOf(string loopName) => $"loop '{loopName}'";

    public bool KeepsResult => false;

    public void OnEnded(EventualResult result) => Wake();

    /// <summary>A wake-up has come and was not used up; for a thread that looks for it instead of parking.</summary>
    public bool IsWoken => Volatile.Read(ref _signal.Value) == Woken;

    /// <summary>The thread's own, before a wait: forgets a wake-up that is left over.</summary>
    public void Forget()
    {
        if (_signal.Value != None)
            Volatile.Write(ref _signal.Value, None);
    }

    /// <summary>
    /// From any thread. One that is interrupted in here has woken all the same, and stays interrupted: nobody else would wake in its place.
    /// </summary>
    public void Wake()
    {
        // Pairs with the compare-exchange in Park: a thread that has parked is pulsed, one that has not finds the wake-up.
        if (Interlocked.Exchange(ref _signal.Value, Woken) == Parked)
            Pulse();
    }

    /// <summary>Blocks until woken, or for <paramref name="milliseconds"/> (-1: for ever). Uses up the wake-up.</summary>
    public void Park(int milliseconds)
    {
        lock (this)
        {
            try
            {
                // Who finds Parked there needs the lock, which is free once this waits.
                if (Interlocked.CompareExchange(ref _signal.Value, Parked, None) == None)
                    Monitor.Wait(this, milliseconds);
            }
            finally
            {
                // In full before the thread looks at what it waits for: of a wake-up that this wipes out it finds the cause there.
                Interlocked.Exchange(ref _signal.Value, None);
            }
        }
    }

    private void Pulse()
    {
        try
        {
            lock (this)
                Monitor.Pulse(this);
        }
        catch (ThreadInterruptedException)
        {
            Pulse();
            Thread.CurrentThread.Interrupt();
        }
    }

    // On cache lines of its own: the thread looks at it all the time while the loop writes elsewhere.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct PaddedSignal
    {
        [FieldOffset(128)]
        public int Value;
    }
}
