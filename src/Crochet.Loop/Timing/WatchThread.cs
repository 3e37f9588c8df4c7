using Crochet.Diagnostics;
using Crochet.Waiting;

namespace Crochet.Timing;

/// <summary>
/// One thread for all loops of the process that keep the system's time. It sleeps until the next alarm, and starts with the first.
/// </summary>
internal static class WatchThread
{
    private static readonly LoopClock _clock = new(TimeProvider.System);
    private static readonly TimerWheel _alarms = new();
    private static Parker? _parker;
    private static int _started;

    [ThreadStatic]
    private static bool _isCurrent;

    /// <summary>Whether the calling thread is it.</summary>
    public static bool IsCurrent => _isCurrent;

    public static void Set(Entry entry, TimeSpan delay)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            new Thread(Run) { Name = "Crochet watch", IsBackground = true }.UnsafeStart();
        if (_alarms.Set(entry, _clock.Now + delay.Ticks))
            Volatile.Read(ref _parker)?.Wake();
    }

    public static void Clear(Entry entry) => _alarms.Clear(entry);

    private static void Run()
    {
        _isCurrent = true;
        var parker = Parker.Current;
        Volatile.Write(ref _parker, parker);
        while (true)
        {
            var now = _clock.Now;
            while (_alarms.TakeDue(now) is Entry entry)
                entry.Ring();
            var due = _alarms.NextDue;
            if (due == TimerWheel.Never)
                parker.Park(Timeout.Infinite);
            else if (due > now)
                parker.Park((int)Math.Min((due - now) / TimeSpan.TicksPerMillisecond + 1, int.MaxValue));
        }
    }

    internal sealed class Entry(Action callback) : TimerEntry
    {
        /// <summary>
        /// Nobody could catch what it throws, and the process would end with it: a time provider's fault, or a listener's.
        /// </summary>
        public void Ring()
        {
            try
            {
                callback();
            }
            catch (Exception exception)
            {
                StandardError.Write(
                    $"{GetName()}, called by the watch of the process's loops, failed:{Environment.NewLine}{exception.GetType()}");
            }
        }

        public override string GetName() => MethodName.Of(callback);

        public override void Execute(EventLoop loop) => Ring();
    }
}
