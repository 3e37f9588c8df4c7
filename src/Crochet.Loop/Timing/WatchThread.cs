namespace Crochet;

/// <summary>One thread for all loops of the process that keep the system's time. It sleeps until the next alarm, and starts with the first.</summary>
internal static class WatchThread
{
    private static readonly LoopClock s_clock = new(TimeProvider.System);
    private static readonly TimerWheel s_alarms = new();
    private static Parker? s_parker;
    private static int s_started;

    public static void Set(Entry entry, TimeSpan delay)
    {
        if (Interlocked.Exchange(ref s_started, 1) == 0)
            new Thread(Run) { Name = "Crochet watch", IsBackground = true }.UnsafeStart();
        if (s_alarms.Set(entry, s_clock.Now + delay.Ticks))
            Volatile.Read(ref s_parker)?.Wake();
    }

    private static void Run()
    {
        var parker = Parker.Current;
        Volatile.Write(ref s_parker, parker);
        while (true)
        {
            var now = s_clock.Now;
            while (s_alarms.TakeDue(now) is Entry entry)
                entry.Ring();
            var due = s_alarms.NextDue;
            if (due == TimerWheel.Never)
                parker.Park(Timeout.Infinite);
            else if (due > now)
                parker.Park((int)Math.Min((due - now) / TimeSpan.TicksPerMillisecond + 1, int.MaxValue));
        }
    }

    internal sealed class Entry(Action callback) : TimerEntry
    {
        public void Ring() => callback();

        internal override string GetName() => MethodName.Of(callback);

        internal override void Execute(EventLoop loop) => Ring();
    }
}
