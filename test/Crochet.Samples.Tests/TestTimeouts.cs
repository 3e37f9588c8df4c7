using System.Diagnostics;

namespace Crochet.Samples.Tests;

internal static class TestTimeouts
{
    /// <summary>How long to wait for what must come: it ends a test that hangs.</summary>
    public static readonly TimeSpan HangGuard = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(15);

    /// <summary>How long a sample may take to end after Ctrl-C.</summary>
    public static readonly TimeSpan CleanEnd = TimeSpan.FromSeconds(2);
}
