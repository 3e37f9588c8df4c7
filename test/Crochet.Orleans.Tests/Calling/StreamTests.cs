using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Calling;

/// <summary>Streams of another process, pulled step by step.</summary>
[TestClass]
public sealed class StreamTests
{
    private static TestCluster _cluster = null!;
    private static Feed _feed = null!;
    private static IFeed _remote = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _cluster = await TestCluster.StartAsync(
            worker => worker.Offer<IFeed>().AddProxied<IFeed, Feed>(_ => Volatile.Read(ref _feed), lifetime: ServiceLifetime.Transient),
            caller => caller.AddRemote<IFeed>());
        _remote = _cluster.Get<IFeed>(1);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestInitialize]
    public void Begin() => Volatile.Write(ref _feed, new());

    [TestMethod]
    public async Task Stream_ReadToItsEnd_HasEachItemOnceInOrder()
    {
        var words = new List<string>();
        await foreach (var word in _remote.Words("one two three"))
            words.Add(word);

        CollectionAssert.AreEqual(new[] { "one", "two", "three" }, words);
    }

    [TestMethod]
    public async Task Stream_ThatIsLeftEarly_WasMadeNoFurtherAndIsDisposedOf()
    {
        var read = new List<int>();
        await foreach (var number in _remote.CountFrom(7))
        {
            read.Add(number);
            Assert.AreEqual(read.Count, _feed.Made);
            if (read.Count == 3)
                break;
        }

        CollectionAssert.AreEqual(new[] { 7, 8, 9 }, read);
        Assert.IsTrue(_feed.Left.IsOpen);
        Assert.IsTrue(_feed.IsLoopThread);
    }

    [TestMethod]
    public async Task Stream_ThatFails_BringsItsItemsAndThenTheFailure()
    {
        await using var words = _remote.Words("one fail two").GetAsyncEnumerator();

        Assert.IsTrue(await words.MoveNextAsync());
        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(async () => await words.MoveNextAsync());
        Assert.IsFalse(await words.MoveNextAsync());
    }

    [TestMethod]
    public async Task Stream_WhoseTokenIsSignalled_IsDisposedOf()
    {
        using var source = new CancellationTokenSource();
        await using var numbers = _remote.CountFrom(1, source.Token).GetAsyncEnumerator();
        await numbers.MoveNextAsync();

        await source.CancelAsync();

        await Assert.ThrowsExactlyAsync<OperationCanceledException>(async () => await numbers.MoveNextAsync());
        _feed.Left.Pass();
    }

    [TestMethod]
    public void Sequence_ThatIsNoCollection_IsMadeStepByStep()
    {
        var numbers = _remote.Lazily(5);
        Assert.AreEqual(0, _feed.Made);

        var read = new List<int>();
        foreach (var number in numbers)
        {
            read.Add(number);
            Assert.AreEqual(read.Count, _feed.Made);
            if (read.Count == 3)
                break;
        }

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, read);
        Assert.IsTrue(_feed.Left.IsOpen);
        Assert.IsTrue(_feed.IsLoopThread);
    }

    [TestMethod]
    public void Sequence_ThatIsReadTwice_IsMadeAnew()
    {
        var numbers = _remote.Lazily(3);

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, numbers.ToList());
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, numbers.ToList());
        Assert.AreEqual(6, _feed.Made);
    }

    [TestMethod]
    public void Sequence_ThatIsACollection_ComesWhole()
    {
        var numbers = _remote.AtOnce(3);

        Assert.AreEqual(3, _feed.Made);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, numbers.ToList());
    }

    [TestMethod]
    public async Task Sequence_OnALoopsThread_Throws()
    {
        using var loop = new EventLoop();
        loop.Start();
        var numbers = _remote.Lazily(3);

        await Assert.ThrowsExactlyAsync<EventLoopDeadlockException>(async () => await loop.RunInReactor(() => numbers.Sum()));
    }

    [TestMethod]
    public async Task Stream_InsideATaskOrAResult_IsMadeStepByStep()
    {
        await foreach (var number in await _remote.OpenAsync(4))
        {
            Assert.AreEqual(number - 3, _feed.Made);
            if (number == 6)
                break;
        }

        Assert.IsTrue(_feed.Left.IsOpen);
        CollectionAssert.AreEqual(new[] { 1, 2 }, _remote.Later(2).Wait(TestTimeouts.MustNotElapse).ToList());
    }

    [TestMethod]
    public async Task Steps_UnderAnActivity_RunInItsTrace()
    {
        using var activity = new Activity("request").Start();

        await foreach (var trace in _remote.Traces(3))
            Assert.AreEqual(activity.TraceId.ToHexString(), trace);
    }

    [TestMethod]
    public async Task Step_ThatTakesTooLong_EndsWithATimeoutAndTheStream()
    {
        await using var numbers = _remote.Stuck().GetAsyncEnumerator();
        await numbers.MoveNextAsync();

        await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(async () => await numbers.MoveNextAsync());
        _feed.Left.Pass();
    }
}
