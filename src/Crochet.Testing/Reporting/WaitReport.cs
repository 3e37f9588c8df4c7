using Crochet.Testing.Driving;

namespace Crochet.Testing.Reporting;

/// <summary>Who waits for what, for a message that says why nothing goes on.</summary>
internal static class WaitReport
{
    private const int MostPending = 20;

    public static string Write(EventLoop loop, Callers callers)
    {
        var waits = callers.ToList().Select(static caller => caller.Activity)
            .Concat(loop.GetSnapshot(MostPending).Pending.Select(static call => $"in the loop {call.Call} has begun and not ended"));
        return string.Join("; ", waits) is { Length: > 0 } text ? $"{char.ToUpperInvariant(text[0])}{text[1..]}." : "Nobody waits.";
    }
}
