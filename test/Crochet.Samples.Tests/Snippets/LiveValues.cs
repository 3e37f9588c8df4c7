namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class LiveValues : IDisposable
{
    private readonly EventLoop _loop = new();

    [TestInitialize]
    public void Start() => _loop.Start();

    public void Dispose() => _loop.Dispose();

    [TestMethod]
    public async Task Streams_AreReadStepByStep()
    {
        var camera = CrochetProxy.Create<ICamera>(new Camera(), _loop);
        var seen = new List<string>();

        #region read
        await foreach (var frame in camera.Frames())
        {
            seen.Add(frame);
            if (seen.Count == 3)
                break;
        }
        #endregion

        CollectionAssert.AreEqual(new[] { "frame 1", "frame 2", "frame 3" }, seen);
    }

    [TestMethod]
    public void Sequences_BlockForEachStep()
    {
        var camera = CrochetProxy.Create<ICamera>(new Camera(), _loop);
        var seen = new List<string>();

        #region block
        foreach (var name in camera.Recordings())
            seen.Add(name);
        #endregion

        CollectionAssert.AreEqual(new[] { "monday", "tuesday" }, seen);
    }

    [TestMethod]
    public void Objects_AreProxies()
    {
        var camera = CrochetProxy.Create<ICamera>(new Camera(), _loop);

        #region objects
        ILens lens = camera.Lens(0);
        lens.Focus(2.5);
        camera.Mount(lens);
        #endregion

        Assert.AreSame(lens, camera.Lens(0));
        Assert.IsTrue(CrochetProxy.IsProxy(lens));
    }

    [TestMethod]
    public void Callbacks_MayBlockOnTheLoop()
    {
        var camera = CrochetProxy.Create<ICamera>(new Camera(), _loop);
        using var moved = new CountdownEvent(2);
        var lens = camera.Lens(0);

        #region callbacks
        camera.Watch(position =>
        {
            lens.Focus(position);
            moved.Signal();
        });
        camera.Moved += (_, _) => moved.Signal();
        #endregion

        camera.Move(3);
        Assert.IsTrue(moved.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Progress_IsReadFromTheResult()
    {
        var camera = CrochetProxy.Create<ICamera>(new Camera(), _loop);
        var bar = new List<int>();

        #region progress
        EventualResult<string> export = camera.Export("monday");
        await foreach (var percent in export.ReadProgressAsync<int>())
            bar.Add(percent);
        string file = await export;
        #endregion

        Assert.AreEqual(100, bar[^1]);
        Assert.AreEqual("monday.mp4", file);
    }

    #region interface
    public interface ICamera
    {
        [WaitFor(seconds: 5)]
        IAsyncEnumerable<string> Frames();

        [WaitFor(seconds: 5), Prefetch(16)]
        IEnumerable<string> Recordings();

        [WaitFor(seconds: 5)]
        ILens Lens(int index);

        [WaitFor(seconds: 5)]
        void Mount(ILens lens);

        [WaitFor(seconds: 5)]
        void Watch([Callback] Action<double> moved);

        [WaitFor(seconds: 5)]
        void Move(double position);

        [RunInReactor]
        EventualResult<string> Export(string recording);

        [Callback]
        event EventHandler Moved;
    }

    [WaitFor(seconds: 5)]
    public interface ILens
    {
        void Focus(double distance);
    }
    #endregion

    public sealed class Camera
    {
        private readonly Lens[] _lenses = [new Lens(), new Lens()];
        private Action<double>? _watch;

        public event EventHandler? Moved;

        public async IAsyncEnumerable<string> Frames()
        {
            for (var frame = 1; ; frame++)
            {
                await Task.Yield();
                yield return $"frame {frame}";
            }
        }

        public IEnumerable<string> Recordings()
        {
            yield return "monday";
            yield return "tuesday";
        }

        public ILens Lens(int index) => _lenses[index];

        public void Mount(ILens lens) => Assert.IsInstanceOfType<Lens>(lens);

        public void Watch(Action<double> moved) => _watch = moved;

        public void Move(double position)
        {
            _watch?.Invoke(position);
            Moved?.Invoke(this, EventArgs.Empty);
        }

        #region reporting
        public async Task<string> Export(string recording, IProgress<int> progress, CancellationToken cancellationToken)
        {
            for (var percent = 10; percent <= 100; percent += 10)
            {
                await Task.Delay(1, cancellationToken);
                progress.Report(percent);
            }

            return recording + ".mp4";
        }
        #endregion
    }

    public sealed class Lens : ILens
    {
        public void Focus(double distance) => Assert.IsNotNull(EventLoop.Current);
    }
}
