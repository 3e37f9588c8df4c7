namespace Crochet.Benchmarks.Tests;

internal static class TestTimeouts
{
    /// <summary>Milliseconds for what must end: only a hang takes this long.</summary>
    public const int MustEnd = 15_000;
}
