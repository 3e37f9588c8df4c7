namespace Crochet.Stress.Faults;

internal static class FaultCatalog
{
    private const int DeepChain = 100_000;
    private static readonly TimeSpan _brief = TimeSpan.FromMilliseconds(2);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("none", loop => Check(loop.WaitFor(Guard, () => 1) == 1), 400),
        new("throws", loop => Assert.ThrowsExactly<Boom>(() => loop.WaitFor(Guard, () => throw new Boom())), 100),
        new("throws after an await", loop => Assert.ThrowsExactly<Boom>(() => loop.WaitFor(Guard, ThrowLater)), 100),
        new("throws, and nobody looks", loop => loop.RunInReactor(() => throw new Boom()), 100),
        new("hangs", loop => Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(_brief, Never)), 30),
        new("ignores its cancellation", IgnoreCancellation, 50),
        new("ends on another thread", EndElsewhere, 50),
        new("ends inside the call", EndInside, 100),
        new("resumed twice by a broken awaiter", loop => loop.RunInReactor(() => AwaitBroken(loop)).UntilCompleted(), 30),
        new("a cancellation callback throws", ThrowFromCallback, 50),
        new("an async void throws", loop => loop.WaitFor(Guard, () => ThrowNowhere()), 50),
        new("a cancellation, cancelled by the body itself", CancelItself, 50),
        new("100,000 continuations in a chain", ContinueDeeply, 1),
        new("ends a chain of nested calls", loop => Check(loop.WaitFor(Guard, () => Nest(loop, 20)) == 20), 20),
        new("changes the thread's contexts", ChangeContexts, 50),
    ];

    private static TimeSpan Guard => TestTimeouts.MustNotElapse;

    private static void Check(bool condition) => Assert.IsTrue(condition);

    private static Task Never() => new TaskCompletionSource().Task;

    private static async Task ThrowLater()
    {
        await Task.Yield();
        throw new Boom();
    }

    private static async void ThrowNowhere()
    {
        await Task.Yield();
        throw new Boom();
    }

    private static async Task AwaitBroken(EventLoop loop)
    {
        await new BrokenAwaitable(loop);
        await Task.Yield();
    }

    private static void IgnoreCancellation(EventLoop loop)
    {
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(_ => work.Task);
        loop.CatchUp();
        result.Cancel();
        Assert.Throws<OperationCanceledException>(() => result.Wait(Guard));
        work.SetResult();
    }

    private static void EndElsewhere(EventLoop loop)
    {
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        ThreadPool.UnsafeQueueUserWorkItem(_ => work.SetResult(5), null);
        Check(result.Wait(Guard) == 5);
    }

    private static void EndInside(EventLoop loop)
    {
        var work = new TaskCompletionSource<int>();
        var result = loop.RunInReactor(() => work.Task);
        loop.RunInReactor(() => work.SetResult(6));
        Check(result.Wait(Guard) == 6);
    }

    private static void ThrowFromCallback(EventLoop loop)
    {
        var result = loop.RunInReactor(async token =>
        {
            using var registration = token.Register(() => throw new Boom());
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        loop.CatchUp();
        result.Cancel();
        Assert.Throws<OperationCanceledException>(() => result.Wait(Guard));
    }

    private static void CancelItself(EventLoop loop)
    {
        EventualResult? result = null;
        var known = new Gate();
        result = loop.RunInReactor(async token =>
        {
            await known.Opened;
            result!.Cancel();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        known.Open();
        Assert.Throws<OperationCanceledException>(() => result.Wait(Guard));
    }

    private static void ContinueDeeply(EventLoop loop)
    {
        var first = new TaskCompletionSource();
        var last = loop.RunInReactor(async () =>
        {
            Task chain = first.Task;
            for (var i = 0; i < DeepChain; i++)
                chain = After(chain);
            await chain;
        });
        loop.RunInReactor(first.SetResult).UntilEnded();
        last.UntilEnded();

        static async Task After(Task before) => await before;
    }

    private static async Task<int> Nest(EventLoop loop, int depth) =>
        depth == 0 ? 0 : 1 + await loop.RunInReactor(() => Nest(loop, depth - 1));

    private static void ChangeContexts(EventLoop loop)
    {
        loop.WaitFor(Guard, () =>
        {
            SynchronizationContext.SetSynchronizationContext(null);
            ExecutionContext.SuppressFlow();
        });
        Check(loop.WaitFor(Guard, () => SynchronizationContext.Current == loop.SynchronizationContext
            && !ExecutionContext.IsFlowSuppressed()));
    }
}
