namespace Crochet.Tests;

internal static class FakeTime
{
    /// <summary>Moves time second by second, so that a periodic timer fires in its periods and not once for all of them.</summary>
    public static void AdvanceBySeconds(this FakeTimeProvider time, int count)
    {
        for (var second = 0; second < count; second++)
            time.Advance(TimeSpan.FromSeconds(1));
    }
}
