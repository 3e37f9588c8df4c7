using System.Diagnostics;

namespace Crochet.Tests;

internal static class TestTimeouts
{
    /// <summary><see cref="MustNotElapse"/>, for an attribute.</summary>
    public const int MustNotElapseMilliseconds = 15_000;

    /// <summary>For a wait that must end by itself: it elapses only where the test has failed.</summary>
    public static readonly TimeSpan MustNotElapse =
        Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(MustNotElapseMilliseconds);

    /// <summary>For a wait whose timeout is what the test is about.</summary>
    public static readonly TimeSpan MustElapse = TimeSpan.FromMilliseconds(20);
}
