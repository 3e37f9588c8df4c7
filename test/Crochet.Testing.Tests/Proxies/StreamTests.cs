namespace Crochet.Tests.Proxies;

[TestClass]
public class StreamTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Stream_ReadByAnAwaitingCaller_GoesOnInItsThread()
    {
        using var test = new TestLoop();
        var feed = CrochetProxy.Create<IFeed>(new Feed(test.Loop.TimeProvider), test.Loop);
        var read = new List<(int Item, Thread Thread)>();
        test.AddCaller(async () =>
        {
            await foreach (var item in feed.ReadAsync(3))
                read.Add((item, Thread.CurrentThread));
        });

        test.RunToEnd();

        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, read.ConvertAll(static item => item.Item));
        Assert.HasCount(1, read.ConvertAll(static item => item.Thread).Distinct().ToList());
    }

    [TestMethod]
    public void Stream_LeftEarly_IsDisposedOfInVirtualTime()
    {
        using var test = new TestLoop();
        var feed = new Feed(test.Loop.TimeProvider);
        var proxy = CrochetProxy.Create<IFeed>(feed, test.Loop);
        test.AddCaller(async () =>
        {
            await foreach (var item in proxy.ReadAsync(100))
            {
                if (item == 1)
                    break;
            }
        });

        test.RunToEnd();

        Assert.IsTrue(feed.IsDisposed);
    }

    [TestMethod]
    public void Stream_ReadByBlockingCallers_TakesTheSameStepsEachTime()
    {
        for (var seed = 0; seed < 50; seed++)
            Assert.AreEqual(StepsOf(seed), StepsOf(seed), $"Seed {seed}.");
    }

    [TestMethod]
    public void Progress_ReadByAnAwaitingCaller_IsSeen()
    {
        using var test = new TestLoop();
        var seen = new List<int>();
        test.AddCaller(async () =>
        {
            var call = test.Loop.RunInReactor<int>(async (progress, _) =>
            {
                for (var step = 0; step < 3; step++)
                {
                    await Task.Delay(_second, test.Loop.TimeProvider, CancellationToken.None);
                    progress.Report(step);
                }
            });
            await foreach (var step in call.ReadProgressAsync<int>())
                seen.Add(step);
            await call;
        });

        test.RunToEnd();

        Assert.AreEqual(2, seen[^1]);
    }

    private static string StepsOf(int seed)
    {
        using var test = new TestLoop(seed);
        var feed = CrochetProxy.Create<IFeed>(new Feed(test.Loop.TimeProvider), test.Loop);
        for (var caller = 0; caller < 2; caller++)
        {
            test.AddCaller(() =>
            {
                foreach (var item in feed.Read(3))
                    Assert.IsTrue(item < 3);
            });
        }

        test.AddCaller(async () =>
        {
            await foreach (var _ in feed.ReadAheadAsync(5))
                await Task.Yield();
        });
        test.RunToEnd();
        return string.Join('\n', test.Steps);
    }

    public interface IFeed
    {
        [WaitFor(seconds: 5)]
        IAsyncEnumerable<int> ReadAsync(int count);

        [WaitFor(seconds: 5)]
        IEnumerable<int> Read(int count);

        [WaitFor(seconds: 5)]
        [Prefetch(2)]
        IAsyncEnumerable<int> ReadAheadAsync(int count);
    }

    private sealed class Feed(TimeProvider time) : IFeed
    {
        public bool IsDisposed { get; private set; }

        public async IAsyncEnumerable<int> ReadAsync(int count)
        {
            try
            {
                for (var item = 0; item < count; item++)
                {
                    await Task.Delay(_second, time);
                    yield return item;
                }
            }
            finally
            {
                await Task.Delay(_second, time);
                IsDisposed = true;
            }
        }

        public IEnumerable<int> Read(int count)
        {
            for (var item = 0; item < count; item++)
                yield return item;
        }

        public IAsyncEnumerable<int> ReadAheadAsync(int count) => ReadAsync(count);
    }
}
