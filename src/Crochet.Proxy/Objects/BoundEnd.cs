namespace Crochet.Objects;

/// <summary>Dispose and DisposeAsync of a thread-bound proxy: they have the implementation disposed of on its loop.</summary>
internal static class BoundEnd
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(5);

    /// <summary>Blocks for the disposal, for a while; on a loop's thread, and on one that would hold the loop up, not at all.</summary>
    public static void Dispose(BoundTarget target)
    {
        if (target.Owner is { HasBegunToEnd: true } owner)
        {
            owner.EndAndWait();
            return;
        }

        var disposal = target.DisposeAsync();
        var mayWait = EventLoop.Current is null && !target.All.Any(static bound => bound.Loop.IsHeldUpHere);
        if (mayWait && !((IAsyncResult)disposal).AsyncWaitHandle.WaitOne(_longest))
            target.All[0].Loop.Reports.SlowDisposal(target.Name);
    }

    /// <param name="target">The object.</param>
    /// <param name="waitsOnLoops">Whether it waits also on a loop's thread. A container's does not.</param>
    public static Task DisposeAsync(BoundTarget target, bool waitsOnLoops)
    {
        var disposal = target.Owner is { HasBegunToEnd: true } owner ? owner.EndAsync() : target.DisposeAsync();
        return waitsOnLoops || EventLoop.Current is null ? disposal : Task.CompletedTask;
    }
}
