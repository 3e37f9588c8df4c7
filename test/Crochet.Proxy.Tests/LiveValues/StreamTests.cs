using System.Runtime.CompilerServices;

namespace Crochet.Tests.LiveValues;

[TestClass]
public sealed class StreamTests : LoopTest
{
    private readonly Sensor _sensor = new();
    private ISensor _proxy = null!;

    [TestInitialize]
    public void MakeProxy() => _proxy = Proxy<ISensor>(_sensor);

    [TestMethod]
    public async Task AsyncStream_OfWaitFor_RunsEachStepInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, await ReadAsync(_proxy.Count(3)));
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task AsyncStream_OfRunInReactor_RunsEachStepInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { 1, 2 }, await ReadAsync(_proxy.CountFreely(2)));
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task AsyncStream_OfAProperty_RunsInTheLoop() => CollectionAssert.AreEqual(new[] { 1, 2 }, await ReadAsync(_proxy.Counter));

    [TestMethod]
    public async Task AsyncStream_OfAGenericMember_RunsInTheLoop() =>
        CollectionAssert.AreEqual(new[] { "a", "a" }, await ReadAsync(_proxy.Repeat("a")));

    [TestMethod]
    public void Sequence_OfWaitFor_RunsEachStepInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, _proxy.List(3).ToArray());
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Stream_InsideATask_RunsEachStepInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, await ReadAsync(await _proxy.CountLaterAsync(3)));
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Sequence_InsideAValueTask_RunsEachStepInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, (await _proxy.ListLaterAsync(3)).ToArray());
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Stream_InsideAnEventualResult_RunsEachStepInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, await ReadAsync(await _proxy.BeginCount(3)));
        CollectionAssert.AreEqual(new[] { 1, 2 }, _proxy.BeginList(2).Wait(TestTimeouts.MustNotElapse).ToArray());
        Assert.HasCount(2, _sensor.Ends);
    }

    [TestMethod]
    public void Sequence_ThatIsACollection_IsHandedOverAsItIs() => Assert.IsInstanceOfType<List<int>>(_proxy.List(-1));

    [TestMethod]
    public async Task Member_OfAnAsyncStream_RunsWithTheFirstStepOfEachReading()
    {
        var stream = _proxy.Count(1);
        Assert.AreEqual(0, Loop.WaitFor(TestTimeouts.MustNotElapse, () => _sensor.Calls));

        await ReadAsync(stream);
        await ReadAsync(stream);

        Assert.AreEqual(2, _sensor.Calls);
        Assert.HasCount(2, _sensor.Ends);
    }

    [TestMethod]
    public void Member_OfASequence_RunsOnce()
    {
        var sequence = _proxy.List(2);
        Assert.AreEqual(1, _sensor.Calls);

        CollectionAssert.AreEqual(new[] { 1, 2 }, sequence.ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2 }, sequence.ToArray());

        Assert.AreEqual(1, _sensor.Calls);
    }

    [TestMethod]
    public async Task Items_OfAReaderThatWaits_AreNotMadeAhead()
    {
        await using var reader = _proxy.Count(0).GetAsyncEnumerator();
        for (var made = 1; made <= 3; made++)
        {
            await reader.MoveNextAsync();
            Assert.AreEqual(made, Loop.WaitFor(TestTimeouts.MustNotElapse, () => _sensor.Made));
        }
    }

    [TestMethod]
    public async Task Reader_ThatBreaks_DisposesOfTheIteratorInTheLoop()
    {
        await foreach (var item in _proxy.Count(0))
        {
            if (item == 2)
                break;
        }

        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Reader_ThatThrows_DisposesOfTheIteratorInTheLoop()
    {
        await Assert.ThrowsExactlyAsync<FormatException>(async () =>
        {
            await foreach (var item in _proxy.Count(0))
                throw new FormatException();
        });

        AssertEndedOnce();
    }

    [TestMethod]
    public void BlockingReader_ThatBreaks_DisposesOfTheIteratorInTheLoop()
    {
        Assert.AreEqual(1, _proxy.List(0).First());

        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Reader_ThatLeavesBeforeItsFirstStep_CallsNothing()
    {
        await _proxy.Count(0).GetAsyncEnumerator().DisposeAsync();

        Assert.AreEqual(0, Loop.WaitFor(TestTimeouts.MustNotElapse, () => _sensor.Calls));
    }

    [TestMethod]
    public async Task Reader_ThatIsDropped_LeavesByTheCollector()
    {
        await DropAsync(_proxy);

        while (!_sensor.Ended.Task.IsCompleted)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Reader_AfterTheEnd_GetsFalse()
    {
        var reader = _proxy.Count(1).GetAsyncEnumerator();
        Assert.IsTrue(await reader.MoveNextAsync());
        Assert.IsFalse(await reader.MoveNextAsync());
        Assert.IsFalse(await reader.MoveNextAsync());
        await reader.DisposeAsync();
        await reader.DisposeAsync();

        Assert.IsFalse(await reader.MoveNextAsync());
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Step_ThatFails_GivesTheFailureAndIsTheLast()
    {
        var reader = _proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        _sensor.Failure = new FormatException("bad reading");

        var failure = await Assert.ThrowsExactlyAsync<FormatException>(async () => await reader.MoveNextAsync());

        Assert.AreSame(_sensor.Failure, failure);
        Assert.IsFalse(await reader.MoveNextAsync());
        AssertEndedOnce();
    }

    [TestMethod]
    public void BlockingStep_ThatFails_GivesTheFailureAndIsTheLast()
    {
        using var reader = _proxy.List(0).GetEnumerator();
        reader.MoveNext();
        _sensor.Failure = new FormatException("bad reading");

        Assert.AreSame(_sensor.Failure, Assert.ThrowsExactly<FormatException>(() => reader.MoveNext()));
        Assert.IsFalse(reader.MoveNext());
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Step_ThatTimesOut_CancelsTheIteratorAndIsTheLast()
    {
        var (loop, time) = StartLoopWithFakeTime();
        using var _ = loop;
        _sensor.CloseGate(at: 2);
        var reader = CrochetProxy.Create<ISensor>(_sensor, loop).Count(0).GetAsyncEnumerator();
        Assert.IsTrue(await reader.MoveNextAsync());
        var step = reader.MoveNextAsync().AsTask();
        await _sensor.Waiting.Task;
        // The iterator says that it waits before it does: until then its turn runs.
        loop.WaitFor(TestTimeouts.MustNotElapse, static () => { });

        time.Advance(TimeSpan.FromSeconds(15));

        var failure = await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(() => step);
        Assert.AreEqual("ISensor.Count", failure.Call);
        Assert.AreEqual(CallPhase.Awaiting, failure.Phase);
        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsTrue(_sensor.WasCancelled);
        Assert.IsFalse(await reader.MoveNextAsync());
        Assert.HasCount(1, _sensor.Ends);
    }

    [TestMethod]
    public async Task Steps_HaveATimeoutEach()
    {
        var (loop, time) = StartLoopWithFakeTime();
        using var _ = loop;
        await using var reader = CrochetProxy.Create<ISensor>(_sensor, loop).Count(0).GetAsyncEnumerator();
        for (var item = 1; item <= 3; item++)
        {
            Assert.IsTrue(await reader.MoveNextAsync());
            time.Advance(TimeSpan.FromSeconds(14));
        }
    }

    [TestMethod]
    public async Task Step_ThatTimesOutInTheQueue_DisposesOfTheIterator()
    {
        using var reader = _proxy.ListQuickly().GetEnumerator();
        using var gate = HoldLoopAfter(() => reader.MoveNext());

        var failure = Assert.ThrowsExactly<CrochetTimeoutException>(() => reader.MoveNext());
        Assert.IsTrue(failure.IsWithdrawn);
        gate.Set();

        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsFalse(reader.MoveNext());
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task ReadersToken_CancelsTheStepAndTheIterator()
    {
        _sensor.CloseGate(at: 2);
        using var cancellation = new CancellationTokenSource();
        await using var reader = _proxy.Count(0).GetAsyncEnumerator(cancellation.Token);
        await reader.MoveNextAsync();
        var step = reader.MoveNextAsync().AsTask();
        await _sensor.Waiting.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => step);
        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsTrue(_sensor.WasCancelled);
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task MembersToken_CancelsTheStepAndTheIterator()
    {
        _sensor.CloseGate(at: 1);
        using var cancellation = new CancellationTokenSource();
        var reading = ReadAsync(_proxy.CountUntil(cancellation.Token));
        await _sensor.Waiting.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => reading);
        Assert.IsTrue(_sensor.WasCancelled);
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task BothTokens_EachCancelTheReading()
    {
        _sensor.CloseGate(at: 1);
        using var members = new CancellationTokenSource();
        using var readers = new CancellationTokenSource();
        var reading = ReadAsync(_proxy.CountUntil(members.Token).WithCancellation(readers.Token));
        await _sensor.Waiting.Task;

        await members.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => reading);
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Step_WithACancelledToken_FailsAndDisposesOfTheIterator()
    {
        using var cancellation = new CancellationTokenSource();
        await using var reader = _proxy.Count(0).GetAsyncEnumerator(cancellation.Token);
        await reader.MoveNextAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await reader.MoveNextAsync());

        await _sensor.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse);
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Stop_DisposesOfTheIteratorAndFailsTheStep()
    {
        _sensor.CloseGate(at: 2);
        var reader = _proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        var step = reader.MoveNextAsync().AsTask();
        await _sensor.Waiting.Task;

        await Loop.StopAsync();

        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(() => step);
        await reader.DisposeAsync();
        AssertEndedOnce();
    }

    [TestMethod]
    public async Task Stop_BetweenSteps_DisposesOfTheIteratorAndFailsTheNextStep()
    {
        var reader = _proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        await Loop.StopAsync();

        AssertEndedOnce();
        Assert.IsTrue(_sensor.WasCancelled);
        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(async () => await reader.MoveNextAsync());
        await reader.DisposeAsync();
    }

    [TestMethod]
    public async Task Stop_OfABlockingReader_DisposesOfTheIterator()
    {
        using var reader = _proxy.List(0).GetEnumerator();
        reader.MoveNext();

        await Loop.StopAsync();

        AssertEndedOnce();
        Assert.ThrowsExactly<EventLoopStoppedException>(() => reader.MoveNext());
    }

    [TestMethod]
    public async Task Member_AfterTheStop_ThrowsWithTheFirstStepAtTheLatest()
    {
        await Loop.StopAsync();

        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(() => ReadAsync(_proxy.Count(1)));
        Assert.ThrowsExactly<EventLoopStoppedException>(() => _proxy.List(1));
    }

    [TestMethod]
    public async Task Drain_RunsTheStepsThatComeAndWaitsForNoMore()
    {
        var reader = _proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        var held = new TaskCompletionSource();
        var call = Loop.RunInReactor(() => held.Task);

        var stop = Loop.StopAsync(TestTimeouts.MustNotElapse);
        Assert.IsTrue(await reader.MoveNextAsync());
        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(() => ReadAsync(_proxy.Count(1)));
        held.SetResult();
        await stop.WaitAsync(TestTimeouts.MustNotElapse);

        Assert.IsTrue(call.IsCompletedSuccessfully);
        AssertEndedOnce();
        await Assert.ThrowsExactlyAsync<EventLoopStoppedException>(async () => await reader.MoveNextAsync());
    }

    [TestMethod]
    public async Task Steps_AfterTheFirst_DoNotCountInTheQueuesLimit()
    {
        using var loop = new EventLoop(new EventLoopOptions { QueueLimit = 1 });
        loop.Start();
        var proxy = CrochetProxy.Create<ISensor>(_sensor, loop);
        await using var reader = proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        using var gate = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        loop.Post(() =>
        {
            started.SetResult();
            gate.Wait();
        });
        await started.Task;
        var filling = loop.RunInReactor(() => { });

        var step = reader.MoveNextAsync();
        await using var second = proxy.Count(0).GetAsyncEnumerator();
        var first = second.MoveNextAsync();

        await Assert.ThrowsExactlyAsync<EventLoopOverloadedException>(async () => await first);
        gate.Set();
        Assert.IsTrue(await step);
        await filling;
    }

    [TestMethod]
    public async Task Steps_RunInTheirReadersContext()
    {
        await using var reader = _proxy.Count(0).GetAsyncEnumerator();
        foreach (var name in new[] { "one", "two" })
        {
            _sensor.Ambient.Value = name;
            await reader.MoveNextAsync();
        }

        CollectionAssert.AreEqual(new[] { "one", "two" }, _sensor.Ambients);
    }

    [TestMethod]
    public void BlockingSteps_RunInTheirReadersContext()
    {
        using var reader = _proxy.List(0).GetEnumerator();
        foreach (var name in new[] { "one", "two" })
        {
            _sensor.Ambient.Value = name;
            reader.MoveNext();
        }

        CollectionAssert.AreEqual(new[] { "one", "two" }, _sensor.Ambients);
    }

    [TestMethod]
    public async Task Disposal_ThatThrows_ReachesTheReaderThatLeft()
    {
        _sensor.AtEnd = () => throw new FormatException("at the end");
        var reader = _proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        await Assert.ThrowsExactlyAsync<FormatException>(async () => await reader.DisposeAsync());

        using var blocking = _proxy.List(0).GetEnumerator();
        blocking.MoveNext();
        Assert.ThrowsExactly<FormatException>(blocking.Dispose);
        Assert.HasCount(2, _sensor.Ends);
    }

    [TestMethod]
    public async Task Disposal_ThatThrowsAtTheStop_IsReported()
    {
        _sensor.AtEnd = () => throw new FormatException("at the end");
        var reader = _proxy.Count(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        await Loop.StopAsync();

        Assert.IsInstanceOfType<FormatException>((await Reported.WaitAsync(TestTimeouts.MustNotElapse)).Failure.Exception);
        await reader.DisposeAsync();
    }

    [TestMethod]
    public async Task DeafIterator_IsDisposedOfWhenItsStepHasEnded()
    {
        var deaf = new DeafSensor();
        var proxy = Proxy<IDeafSensor>(deaf);
        using var cancellation = new CancellationTokenSource();
        var reader = proxy.Count().GetAsyncEnumerator(cancellation.Token);
        await reader.MoveNextAsync();
        var step = reader.MoveNextAsync().AsTask();
        await deaf.Waiting.Task;

        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => step);
        await reader.DisposeAsync();
        Assert.IsFalse(deaf.Ended.Task.IsCompleted);
        deaf.Gate.SetResult();

        Assert.AreSame(Loop, await deaf.Ended.Task.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task AsyncStream_ReadInTheLoop_IsFine() => CollectionAssert.AreEqual(
        new[] { 1, 2 }, Loop.WaitFor(TestTimeouts.MustNotElapse, async () => await ReadAsync(_proxy.Count(2))));

    [TestMethod]
    public void Sequence_ReadInTheLoop_Throws()
    {
        var sequence = _proxy.List(2);

        var failure = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => Loop.WaitFor(TestTimeouts.MustNotElapse, () => sequence.ToArray()));

        Assert.Contains("ISensor.List", failure.Message);
    }

    [TestMethod]
    public async Task Step_WhileOneRuns_Throws()
    {
        _sensor.CloseGate(at: 1);
        var reader = _proxy.Count(1).GetAsyncEnumerator();
        var step = reader.MoveNextAsync().AsTask();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(async () => await reader.MoveNextAsync());
        Loop.Post(_sensor.OpenGate);
        Assert.IsTrue(await step);
    }

    [TestMethod]
    public async Task NullStream_Fails()
    {
        var stream = Proxy<IDeafSensor>(new NullSensor()).Count();

        var failure = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => ReadAsync(stream));

        Assert.Contains("IDeafSensor.Count returned null", failure.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task DropAsync(ISensor proxy) => await proxy.Count(0).GetAsyncEnumerator().MoveNextAsync();

    private static async Task<T[]> ReadAsync<T>(IAsyncEnumerable<T> stream)
    {
        var items = new List<T>();
        await foreach (var item in stream)
            items.Add(item);
        return [.. items];
    }

    private static async Task<T[]> ReadAsync<T>(ConfiguredCancelableAsyncEnumerable<T> stream)
    {
        var items = new List<T>();
        await foreach (var item in stream)
            items.Add(item);
        return [.. items];
    }

    private static (EventLoop Loop, FakeTimeProvider Time) StartLoopWithFakeTime()
    {
        var time = new FakeTimeProvider();
        var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
        loop.Start();
        return (loop, time);
    }

    private ManualResetEventSlim HoldLoopAfter(Action act)
    {
        act();
        return HoldLoop();
    }

    private void AssertEndedOnce()
    {
        Assert.HasCount(1, _sensor.Ends);
        Assert.AreSame(Loop, _sensor.Ends[0]);
    }

    [Compiled]
    public interface IDeafSensor
    {
        [WaitFor(seconds: 15)]
        IAsyncEnumerable<int> Count();
    }

    internal sealed class NullSensor
    {
        public IAsyncEnumerable<int>? Count() => null;
    }

    internal sealed class DeafSensor
    {
        public TaskCompletionSource Gate { get; } = new();

        public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<EventLoop?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async IAsyncEnumerable<int> Count()
        {
            try
            {
                yield return 1;
                Waiting.SetResult();
                await Gate.Task;
                yield return 2;
            }
            finally
            {
                Ended.SetResult(EventLoop.Current);
            }
        }
    }
}
