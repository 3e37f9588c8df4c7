using System.Runtime.CompilerServices;

namespace Crochet.Stepping;

/// <summary>Wait and Pulse under a schedule; a wait with a timeout times out only when nobody else can go on.</summary>
internal static class SteppedMonitor
{
    private static readonly ConditionalWeakTable<object, List<Waiting>> _waiting = [];

    public static bool Wait(object gate, int milliseconds = Timeout.Infinite)
    {
        if (Steps.Current is not { } side)
            throw new InvalidOperationException("Only a side of a schedule may block.");
        var waiting = new Waiting();
        var list = _waiting.GetOrCreateValue(gate);
        list.Add(waiting);
        var times = side.ExitWholly(gate);
        if (milliseconds == Timeout.Infinite)
            side.BlockUntil(() => waiting.IsPulsed);
        else
            side.TryBlockUntil(() => waiting.IsPulsed);
        list.Remove(waiting);
        side.EnterAgain(gate, times);
        return waiting.IsPulsed;
    }

    public static void Pulse(object gate)
    {
        if (_waiting.TryGetValue(gate, out var list) && list is [var first, ..])
        {
            first.IsPulsed = true;
            list.RemoveAt(0);
        }
    }

    private sealed class Waiting
    {
        public bool IsPulsed { get; set; }
    }
}
