namespace Crochet.Tests.LiveValues;

[TestClass]
public sealed class PrefetchTests : LoopTest
{
    private readonly Sensor _sensor = new();
    private ISensor _proxy = null!;

    [TestInitialize]
    public void MakeProxy() => _proxy = Proxy<ISensor>(_sensor);

    [TestMethod]
    public async Task Items_MadeAhead_ComeInOrder()
    {
        var items = new List<int>();
        await foreach (var item in _proxy.CountAhead(1000))
            items.Add(item);

        CollectionAssert.AreEqual(Enumerable.Range(1, 1000).ToArray(), items);
        Assert.HasCount(1, _sensor.Ends);
    }

    [TestMethod]
    public void Items_OfASequenceMadeAhead_ComeInOrder()
    {
        CollectionAssert.AreEqual(Enumerable.Range(1, 1000).ToArray(), _proxy.ListAhead(1000).ToArray());
        Assert.HasCount(1, _sensor.Ends);
    }

    [TestMethod]
    public void Items_AreNeverMoreThanThatAhead()
    {
        using var reader = _proxy.ListAhead(0).GetEnumerator();
        for (var taken = 1; taken < 100; taken++)
        {
            reader.MoveNext();
            var made = Loop.WaitFor(TestTimeouts.MustNotElapse, () => _sensor.Made);
            Assert.IsTrue(made <= taken + 3, $"{made} items were made when {taken} had been taken.");
        }
    }

    [TestMethod]
    public void Items_AreMadeWhileTheReaderDoesOtherThings()
    {
        using var reader = _proxy.ListAhead(0).GetEnumerator();
        reader.MoveNext();

        // The first step's turn goes on after its item, and ends before another begins.
        Assert.AreEqual(3, Loop.WaitFor(TestTimeouts.MustNotElapse, () => _sensor.Made), 1);
    }

    [TestMethod]
    public async Task Failure_ComesAfterTheItemsBeforeIt()
    {
        _sensor.CloseGate(at: 3);
        var reader = _proxy.CountAhead(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        await _sensor.Waiting.Task;
        Loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            _sensor.Failure = new FormatException();
            _sensor.OpenGate();
        });
        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);

        Assert.IsTrue(await reader.MoveNextAsync());
        Assert.AreEqual(2, reader.Current);
        var failure = await Assert.ThrowsExactlyAsync<FormatException>(async () => await reader.MoveNextAsync());
        Assert.AreSame(_sensor.Failure, failure);
        Assert.IsFalse(await reader.MoveNextAsync());
        Assert.HasCount(1, _sensor.Ends);
    }

    [TestMethod]
    public async Task Stop_ComesAfterTheItemsBeforeIt()
    {
        _sensor.CloseGate(at: 3);
        var reader = _proxy.CountAhead(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        await _sensor.Waiting.Task;

        await Loop.StopAsync();

        Assert.IsTrue(await reader.MoveNextAsync());
        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(async () => await reader.MoveNextAsync());
        await reader.DisposeAsync();
        Assert.HasCount(1, _sensor.Ends);
        Assert.IsTrue(_sensor.WasCancelled);
    }

    [TestMethod]
    public async Task Reader_ThatLeaves_CancelsWhatIsBeingMade()
    {
        _sensor.CloseGate(at: 2);
        var reader = _proxy.CountAhead(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        await _sensor.Waiting.Task;

        await reader.DisposeAsync();

        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsTrue(_sensor.WasCancelled);
        Assert.HasCount(1, _sensor.Ends);
        Assert.AreSame(Loop, _sensor.Ends[0]);
    }

    [TestMethod]
    public async Task Token_OfAWaitingReader_CancelsTheStep()
    {
        _sensor.CloseGate(at: 2);
        using var cancellation = new CancellationTokenSource();
        await using var reader = _proxy.CountAhead(0).GetAsyncEnumerator(cancellation.Token);
        await reader.MoveNextAsync();
        var step = reader.MoveNextAsync().AsTask();
        await _sensor.Waiting.Task;
        // The step is in the loop before it is cancelled.
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => step);
        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.HasCount(1, _sensor.Ends);
    }
}
