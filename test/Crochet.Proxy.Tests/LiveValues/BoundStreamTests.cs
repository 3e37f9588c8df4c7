namespace Crochet.Tests.LiveValues;

/// <summary>Streams of thread-bound objects.</summary>
[TestClass]
public sealed class BoundStreamTests : LoopTest
{
    private readonly List<Camera> _cameras = [];

    [TestMethod]
    public async Task Stream_OfAThreadBoundObject_IsMadeByTheFirstStep()
    {
        var camera = Make();
        var frames = camera.Frames(2);
        Assert.HasCount(0, _cameras);

        var read = new List<string>();
        await foreach (var frame in frames)
            read.Add(frame);

        CollectionAssert.AreEqual(new[] { "1.1", "1.2" }, read);
        Assert.AreEqual(1, _cameras.Single().Ended);
    }

    [TestMethod]
    public void Sequence_OfAThreadBoundObject_RunsInTheLoop()
    {
        CollectionAssert.AreEqual(new[] { "1.1", "1.2" }, Make().Sequence(2).ToArray());
        Assert.AreEqual(1, _cameras.Single().Ended);
    }

    [TestMethod]
    public async Task Stream_InsideATask_OfAThreadBoundObject_RunsInTheLoop()
    {
        var read = new List<string>();
        await foreach (var frame in await Make().LaterAsync(2))
            read.Add(frame);

        CollectionAssert.AreEqual(new[] { "1.1", "1.2" }, read);
    }

    [TestMethod]
    public async Task Stop_WithAnOpenStream_DisposesOfTheIteratorBeforeTheObject()
    {
        var camera = Make();
        await using var reader = camera.Frames(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        await Loop.StopAsync();

        Assert.AreEqual(1, _cameras.Single().Ended);
        Assert.AreEqual(1, _cameras.Single().EndedAtDisposal);
    }

    [TestMethod]
    public async Task Disposal_WithAnOpenStream_WaitsForItsReader()
    {
        var camera = Make();
        var reader = camera.Frames(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();

        var disposal = ((IAsyncDisposable)camera).DisposeAsync().AsTask();
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        Assert.IsFalse(disposal.IsCompleted);
        Assert.IsTrue(await reader.MoveNextAsync());
        await reader.DisposeAsync();

        await disposal.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual(1, _cameras.Single().EndedAtDisposal);
    }

    [TestMethod]
    public async Task RecreateWhen_IsAskedOfAFailingStep()
    {
        var camera = Make(new() { RecreateWhen = static exception => exception is FormatException });
        var reader = camera.Frames(0).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        _cameras[0].Failure = new FormatException();

        await Assert.ThrowsExactlyAsync<FormatException>(async () => await reader.MoveNextAsync());

        Assert.AreEqual("2.1", camera.Sequence(1).Single());
        Assert.AreEqual(1, _cameras[0].EndedAtDisposal);
    }

    [TestMethod]
    public async Task RecreateWhen_OfACallThatFails_FailsTheNextStepOfOpenStreams()
    {
        var camera = Make(new() { RecreateWhen = static exception => exception is FormatException });
        var reader = camera.Frames(0).GetAsyncEnumerator();
        using var blocking = camera.Sequence(0).GetEnumerator();
        await reader.MoveNextAsync();
        blocking.MoveNext();

        var failure = new FormatException();
        Assert.AreSame(failure, Assert.ThrowsExactly<FormatException>(() => camera.Fail(failure)));

        Assert.AreEqual("2.1", camera.Sequence(1).Single());
        Assert.AreEqual(2, _cameras[0].EndedAtDisposal);
        Assert.AreSame(failure, await Assert.ThrowsExactlyAsync<FormatException>(async () => await reader.MoveNextAsync()));
        Assert.AreSame(failure, Assert.ThrowsExactly<FormatException>(() => blocking.MoveNext()));
        Assert.IsFalse(await reader.MoveNextAsync());
    }

    [TestMethod]
    public async Task RecreateWhen_WithItemsMadeAhead_FailsAfterThem()
    {
        var camera = Make(new() { RecreateWhen = static exception => exception is FormatException });
        await using var reader = camera.Ahead().GetAsyncEnumerator();
        await reader.MoveNextAsync();
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });

        Assert.ThrowsExactly<FormatException>(() => camera.Fail(new FormatException()));

        Assert.AreEqual("2.1", camera.Sequence(1).Single());
        var read = new List<string>();
        await Assert.ThrowsExactlyAsync<FormatException>(async () =>
        {
            while (await reader.MoveNextAsync())
                read.Add(reader.Current);
        });
        CollectionAssert.AreEqual(new[] { "1.2", "1.3" }, read);
    }

    [TestMethod]
    public async Task Stream_OfAGroup_ReadsWhereItBegan()
    {
        using var group = new EventLoopGroup(3);
        group.Start();
        var camera = CrochetProxy.CreateThreadBound<ICamera>(group, static _ => new Camera(number: 1));
        await foreach (var frame in camera.Frames(3))
            Assert.StartsWith("1.", frame);
        await group.StopAsync();
    }

    private ICamera Make(ThreadBoundOptions? options = null) => CrochetProxy.CreateThreadBound<ICamera>(
        Loop,
        () =>
        {
            _cameras.Add(new Camera(_cameras.Count + 1));
            return _cameras[^1];
        },
        options);

    [Compiled]
    public interface ICamera
    {
        [WaitFor(seconds: 15)]
        IAsyncEnumerable<string> Frames(int count);

        [WaitFor(seconds: 15)]
        IEnumerable<string> Sequence(int count);

        [WaitFor(seconds: 15)]
        Task<IAsyncEnumerable<string>> LaterAsync(int count);

        [WaitFor(seconds: 15), Prefetch(2)]
        IAsyncEnumerable<string> Ahead();

        [WaitFor(seconds: 15)]
        void Fail(Exception exception);
    }

    internal sealed class Camera(int number) : IDisposable
    {
        private readonly EventLoop? _loop = EventLoop.Current;

        public int Ended { get; private set; }

        public int EndedAtDisposal { get; private set; }

        public Exception? Failure { get; set; }

        public async IAsyncEnumerable<string> Frames(int count)
        {
            foreach (var frame in Sequence(count))
            {
                await Task.Yield();
                yield return frame;
            }
        }

        public IEnumerable<string> Sequence(int count)
        {
            try
            {
                for (var frame = 1; count == 0 || frame <= count; frame++)
                {
                    Assert.AreSame(_loop, EventLoop.Current);
                    if (Failure is { } failure)
                        throw failure;
                    yield return $"{number}.{frame}";
                }
            }
            finally
            {
                Ended++;
            }
        }

        public async Task<IAsyncEnumerable<string>> LaterAsync(int count)
        {
            await Task.Yield();
            return Frames(count);
        }

        public IAsyncEnumerable<string> Ahead() => Frames(0);

        public void Fail(Exception exception) => throw exception;

        public void Dispose() => EndedAtDisposal = Ended;
    }
}
