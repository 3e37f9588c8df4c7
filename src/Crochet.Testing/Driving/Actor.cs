namespace Crochet.Testing.Driving;

/// <summary>One of those whose turn may be next: the loop, its timeouts, the timers of the test's time, a caller.</summary>
internal abstract class Actor
{
    /// <summary>It can go on now. Asked by whoever holds the baton.</summary>
    public abstract bool IsReady { get; }
}
