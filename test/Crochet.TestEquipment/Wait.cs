using System.Diagnostics;

namespace Crochet.Tests;

/// <summary>For what nothing announces: a thread's state, a counter of the runtime's, an object that is collected.</summary>
internal static class Wait
{
    public static void Until(Func<bool> condition)
    {
        if (!SpinWait.SpinUntil(condition, TestTimeouts.MustNotElapse))
            throw new AssertFailedException("What the test waits for had not come when the hang guard elapsed.");
    }

    /// <summary>Collects again and again until the condition holds.</summary>
    public static void UntilCollected(Func<bool> condition) => Until(() =>
    {
        Collect();
        return condition();
    });

    public static void Collect()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    public static TimeSpan Measure(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started);
    }
}
