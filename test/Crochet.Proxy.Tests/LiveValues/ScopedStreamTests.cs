using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.LiveValues;

/// <summary>Streams of implementations that belong to a container's scope.</summary>
[TestClass]
public sealed class ScopedStreamTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Scope_ThatEnds_WaitsForOpenStreams(bool isReturned)
    {
        await using var provider = Build(drain: TestTimeouts.MustNotElapse);
        var scope = provider.CreateAsyncScope();
        var (feed, reader) = await BeginAsync(scope, isReturned);

        var end = scope.DisposeAsync().AsTask();
        Assert.IsTrue(await reader.MoveNextAsync());
        Assert.IsFalse(feed.IsDisposed);
        await reader.DisposeAsync();
        await end.WaitAsync(TestTimeouts.MustNotElapse);

        Assert.IsTrue(feed.IsDisposed);
        Assert.AreEqual(1, feed.EndedBeforeDisposal);
    }

    [TestMethod]
    public async Task Scope_WhoseDrainIsOver_EndsOpenStreams()
    {
        await using var provider = Build(drain: TimeSpan.FromMilliseconds(1));
        var scope = provider.CreateAsyncScope();
        var (feed, reader) = await BeginAsync(scope, isReturned: false);

        await scope.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        Assert.AreEqual(1, feed.EndedBeforeDisposal);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await reader.MoveNextAsync());
    }

    [TestMethod]
    public async Task Scope_WhoseStreamsHaveBeenRead_EndsAtOnce()
    {
        await using var provider = Build(drain: Timeout.InfiniteTimeSpan);
        var scope = provider.CreateAsyncScope();
        var feed = scope.ServiceProvider.GetRequiredService<IFeed>();
        await foreach (var item in feed.Items())
        {
            if (item == 3)
                break;
        }

        Assert.IsTrue(scope.DisposeAsync().AsTask().Wait(TestTimeouts.MustNotElapse));
    }

    private static ServiceProvider Build(TimeSpan drain)
    {
        var services = new ServiceCollection();
        services.AddScoped<IFeed, Feed>();
        services.AddCrochet(options => options.DrainTimeout = drain);
        return services.BuildServiceProvider();
    }

    private static async Task<(Feed Feed, IAsyncEnumerator<int> Reader)> BeginAsync(AsyncServiceScope scope, bool isReturned)
    {
        var proxy = scope.ServiceProvider.GetRequiredService<IFeed>();
        var stream = isReturned ? await proxy.ItemsLaterAsync() : proxy.Items();
        var reader = stream.GetAsyncEnumerator();
        Assert.IsTrue(await reader.MoveNextAsync());
        return (CrochetProxy.Unwrap<Feed>(proxy), reader);
    }

    [Compiled]
    public interface IFeed
    {
        [WaitFor(seconds: 15)]
        IAsyncEnumerable<int> Items();

        [WaitFor(seconds: 15)]
        Task<IAsyncEnumerable<int>> ItemsLaterAsync();
    }

    public sealed class Feed : IFeed, IDisposable
    {
        private int _ended;

        public bool IsDisposed { get; private set; }

        public int EndedBeforeDisposal { get; private set; }

        public async IAsyncEnumerable<int> Items()
        {
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
                _ended++;
            }
        }

        public async Task<IAsyncEnumerable<int>> ItemsLaterAsync()
        {
            await Task.Yield();
            return Items();
        }

        public void Dispose()
        {
            EndedBeforeDisposal = _ended;
            IsDisposed = true;
        }
    }
}
