namespace Crochet.Tests.Scenarios;

/// <summary>
/// Readers that leave in any way, a loop that stops, callbacks that block on the loop, in many orders: each iterator is disposed of once,
/// on its loop, and each callback comes in its turn.
/// </summary>
[TestClass]
public class LiveValueOrderTests
{
    private const int Orders = 300;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Readers_ThatLeaveInAnyWay_DisposeOfEachIteratorOnce(bool stops) => Schedules.Explore(
        test =>
        {
            var feed = new Feed(test.Loop);
            var proxy = CrochetProxy.Create<IFeed>(feed, test.Loop);
            for (var reader = 0; reader < 3; reader++)
            {
                var random = new Random(3 * test.Seed + reader);
                test.AddCaller(() => ReadAsync(proxy, random.Next(3), random.Next(4)));
            }

            test.AddCaller(() =>
            {
                foreach (var item in proxy.Lazy())
                {
                    if (item > 1)
                        break;
                }
            });
            if (stops)
                test.AddCaller(async () => await test.Loop.StopAsync(_second));
            RunToEnd(test);
            test.Dispose();

            Assert.AreEqual(feed.Opened, feed.Disposed);
            Assert.AreEqual(0, feed.Wrong);
        },
        Orders);

    [TestMethod]
    public void Callbacks_ThatBlockOnTheLoop_AreAllDeliveredInOrder() => Schedules.Explore(
        test =>
        {
            var feed = CrochetProxy.Create<IFeed>(new Feed(test.Loop), test.Loop);
            var heard = new List<int>[2];
            for (var caller = 0; caller < heard.Length; caller++)
            {
                var own = heard[caller] = [];
                test.AddCaller(() => feed.Tell(4, item => own.Add(feed.Echo(item))));
            }

            test.RunToEnd();

            foreach (var own in heard)
                CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, own);
        },
        Orders);

    private static void RunToEnd(TestLoop test)
    {
        while (true)
        {
            try
            {
                test.RunToEnd();
                return;
            }
            catch (ScheduleException failure) when (failure.InnerException is EventLoopStoppedException)
            {
                // A reader that the stop has ended; the others go on.
            }
        }
    }

    private static async Task ReadAsync(IFeed feed, int way, int count)
    {
        using var cancellation = new CancellationTokenSource();
        try
        {
            await foreach (var item in (way == 0 ? feed.ItemsAhead() : feed.Items()).WithCancellation(cancellation.Token))
            {
                if (item <= count)
                    continue;
                if (way == 1)
                    throw new FormatException();
                if (way == 2)
                    break;
                await cancellation.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is FormatException or OperationCanceledException)
        {
            // The ways that readers leave by.
        }
    }

    public interface IFeed
    {
        [WaitFor(seconds: 60)]
        IEnumerable<int> Lazy();

        [WaitFor(seconds: 60)]
        IAsyncEnumerable<int> Items();

        [WaitFor(seconds: 60), Prefetch(4)]
        IAsyncEnumerable<int> ItemsAhead();

        [WaitFor(seconds: 60)]
        void Tell(int count, [Callback] Action<int> told);

        [WaitFor(seconds: 60)]
        int Echo(int item);
    }

    private sealed class Feed(EventLoop loop)
    {
        public int Opened { get; private set; }

        public int Disposed { get; private set; }

        public int Wrong { get; private set; }

        public IEnumerable<int> Lazy()
        {
            Opened++;
            try
            {
                for (var item = 1; ; item++)
                    yield return item;
            }
            finally
            {
                End();
            }
        }

        public async IAsyncEnumerable<int> Items()
        {
            Opened++;
            try
            {
                for (var item = 1; ; item++)
                {
                    await Task.Yield();
                    yield return item;
                }
            }
            finally
            {
                End();
            }
        }

        public IAsyncEnumerable<int> ItemsAhead() => Items();

        public void Tell(int count, Action<int> told)
        {
            for (var item = 1; item <= count; item++)
                told(item);
        }

        public int Echo(int item) => item;

        private void End()
        {
            Disposed++;
            if (!ReferenceEquals(EventLoop.Current, loop))
                Wrong++;
        }
    }
}
