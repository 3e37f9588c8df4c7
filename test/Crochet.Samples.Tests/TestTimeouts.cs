using System.Diagnostics;

namespace Crochet.Samples.Tests;

internal static class TestTimeouts
{
    /// <summary>How long to wait for what must come: it ends a test that hangs.</summary>
    public static readonly TimeSpan HangGuard = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(15);
}
