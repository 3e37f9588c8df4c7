namespace Crochet.Tests;

internal static class TestContinuations
{
    /// <summary>
    /// The thread that runs a continuation, and the loop it is in. The continuation asks for the thread that ends the task:
    /// a library that must not lend its thread has to refuse.
    /// </summary>
    public static Task<(Thread Thread, EventLoop? Loop)> SeenInline(this Task task) => task.ContinueWith(
        _ => (Thread.CurrentThread, EventLoop.Current),
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
