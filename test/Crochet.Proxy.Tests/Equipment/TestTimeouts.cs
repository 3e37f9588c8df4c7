using System.Diagnostics;

namespace Crochet.Tests;

internal static class TestTimeouts
{
    /// <summary>For waits that end in every correct run.</summary>
    public static TimeSpan MustEnd { get; } = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(15);

    /// <summary>For what is expected not to happen.</summary>
    public static TimeSpan MustNotHappen { get; } = TimeSpan.FromMilliseconds(50);
}
