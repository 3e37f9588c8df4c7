using System.Diagnostics;

namespace Crochet.Stress.LiveValues;

/// <summary>
/// Readers leave at random, and loops stop at random: each iterator is disposed of once, on its loop. In many orders and without threads
/// that race: LiveValueOrderTests, in Crochet.Testing.Tests.
/// </summary>
[TestClass]
public sealed class LiveValueStressTests
{
    private const int Readers = 12;
    private const int Rounds = 150;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Readers_ThatLeaveAtRandom_DisposeOfEachIteratorOnce(bool stops)
    {
        using var crowd = new Crowd(Readers);
        var clock = Stopwatch.StartNew();
        var (round, opened) = (0, 0);
        for (; round < Rounds || clock.Elapsed < Soak.Time / 20; round++)
            opened += RunRound(crowd, round, stops);
        Console.WriteLine($"Stops: {stops}: {round} rounds, {opened} iterators, {clock.Elapsed.TotalSeconds:F1} s, seed {Seeds.Run}.");
    }

    [TestMethod]
    public void DroppedReaders_LeaveNothingBehind()
    {
        using var loop = new EventLoop();
        loop.Start();
        var feed = new Feed(loop);
        var proxy = CrochetProxy.Create<IFeed>(feed, loop);

        for (var dropped = 0; dropped < 500; dropped++)
            Drop(proxy, dropped);
        var clock = Stopwatch.StartNew();
        while (Volatile.Read(ref feed.Disposed) < 500 && clock.Elapsed < TestTimeouts.MustNotElapse)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            loop.RunInReactor(static () => { }).Wait(TestTimeouts.MustNotElapse);
        }

        Assert.AreEqual(500, feed.Opened);
        Assert.AreEqual(500, feed.Disposed);
        Assert.AreEqual(0, loop.BoundObjects.Count);
        Assert.AreEqual(0, feed.Wrong);
    }

    private static void Drop(IFeed feed, int number)
    {
        if (number % 2 == 0)
            feed.Lazy().GetEnumerator().MoveNext();
        else
            feed.AheadLazily().GetEnumerator().MoveNext();
    }

    private static int RunRound(Crowd crowd, int round, bool stops)
    {
        string What() => $"Seed {Seeds.Run}, round {round}";
        var loop = new EventLoop(new EventLoopOptions { Name = $"round {round}" });
        loop.UnobservedFailure += static (_, _) => { };
        loop.Start();
        var feed = new Feed(loop);
        var proxy = CrochetProxy.Create<IFeed>(feed, loop);

        crowd.Do(
            index =>
            {
                var random = Seeds.For(round, index);
                if (index == 0 && stops)
                {
                    Thread.SpinWait(random.Next(20_000));
                    _ = random.Next(2) == 0 ? loop.StopAsync() : loop.StopAsync(TimeSpan.FromMilliseconds(2));
                    return;
                }

                for (var reading = 0; reading < 3; reading++)
                    Read(proxy, random);
            },
            What);

        loop.Stop();
        Assert.IsTrue(loop.Completion.Wait(TestTimeouts.MustNotElapse), $"{What()}: the loop has not stopped.");
        Assert.AreEqual(feed.Opened, feed.Disposed, $"{What()}: iterators that were disposed of.");
        Assert.AreEqual(0, feed.Wrong, $"{What()}: disposed of off the loop.");
        Assert.AreEqual(0, loop.BoundObjects.Count, $"{What()}: open streams that the loop still knows.");
        return feed.Opened;
    }

    private static void Read(IFeed feed, Random random)
    {
        var count = random.Next(8);
        using var cancellation = new CancellationTokenSource();
        try
        {
            switch (random.Next(5))
            {
                case 0:
                    foreach (var item in feed.Lazy())
                    {
                        if (item > count)
                            break;
                    }

                    break;
                case 1:
                    foreach (var item in feed.AheadLazily())
                    {
                        if (item > count)
                            throw new Boom();
                    }

                    break;
                case 2:
                    ReadAsync(feed.Items(), count, cancellation: null).GetAwaiter().GetResult();
                    break;
                case 3:
                    ReadAsync(feed.ItemsAhead(), count, cancellation).GetAwaiter().GetResult();
                    break;
                default:
                    ReadAsync(feed.Items(), count, cancellation).GetAwaiter().GetResult();
                    break;
            }
        }
        catch (Exception exception) when (exception is Boom or EventLoopStoppedException or OperationCanceledException)
        {
            // The ways that readers leave by.
        }
    }

    private static async Task ReadAsync(IAsyncEnumerable<int> items, int count, CancellationTokenSource? cancellation)
    {
        await foreach (var item in items.WithCancellation(cancellation?.Token ?? default))
        {
            if (item <= count)
                continue;
            if (cancellation is null)
                break;
            await cancellation.CancelAsync();
        }
    }

    public interface IFeed
    {
        [WaitFor(seconds: 60)]
        IEnumerable<int> Lazy();

        [WaitFor(seconds: 60), Prefetch(4)]
        IEnumerable<int> AheadLazily();

        [WaitFor(seconds: 60)]
        IAsyncEnumerable<int> Items();

        [WaitFor(seconds: 60), Prefetch(4)]
        IAsyncEnumerable<int> ItemsAhead();
    }

    // Opened and Wrong are the loop thread's while it runs.
    private sealed class Feed(EventLoop loop)
    {
        public int Disposed;

        public int Opened { get; private set; }

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

        public IEnumerable<int> AheadLazily() => Lazy();

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

        private void End()
        {
            if (!ReferenceEquals(EventLoop.Current, loop))
                Wrong++;
            Interlocked.Increment(ref Disposed);
        }
    }
}
