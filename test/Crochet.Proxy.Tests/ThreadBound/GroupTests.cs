using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.ThreadBound;

[TestClass]
public sealed class GroupTests
{
    private readonly ServiceCollection _services = new();

    [TestMethod]
    public void Key_EqualKeys_GoToTheSameLoop()
    {
        using var provider = Build();
        var scripts = provider.GetRequiredService<IScripts>();
        var group = provider.GetRequiredKeyedService<EventLoopGroup>("Workers");

        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            Assert.AreSame(group.For(key), scripts.Where(key));
            Assert.AreSame(scripts.Where(key), scripts.Where(new string(key.AsSpan())));
        }

        Assert.AreSame(scripts.Where(null), scripts.Where(null));
    }

    [TestMethod]
    public void Key_OfAnyParameter_IsFound()
    {
        using var provider = Build();
        var scripts = provider.GetRequiredService<IScripts>();
        var group = provider.GetRequiredKeyedService<EventLoopGroup>("Workers");

        foreach (var key in new[] { 1, 2, 3, 4 })
        {
            Assert.AreSame(group.For(key), scripts.WhereIn(key));
            Assert.AreSame(group.For(key), scripts.WhereOf(key));
            Assert.AreSame(group.For(key), scripts.WhereOf<int?>(key));
            var text = key.ToString(CultureInfo.InvariantCulture);
            Assert.AreSame(group.For(text), scripts.WhereOf(text));
        }

        Assert.AreSame(scripts.WhereOf<string?>(null), scripts.WhereOf<string?>(null));
    }

    [TestMethod]
    public void NoKey_Calls_AreSpread()
    {
        using var provider = Build();
        var scripts = provider.GetRequiredService<IScripts>();

        var loops = Enumerable.Range(0, 12).Select(_ => scripts.Anywhere()).Distinct();

        Assert.AreEqual(3, loops.Count());
    }

    [TestMethod]
    public async Task OnEveryLoop_EachShape_RunsOnAllAndEndsWithTheLast()
    {
        using var provider = Build();
        var scripts = provider.GetRequiredService<IScripts>();

        scripts.Reset();
        await scripts.ResetAsync();
        scripts.BeginReset().Wait(TestTimeouts.MustNotElapse);

        // Keys enough for each of the three loops.
        Assert.IsTrue(Enumerable.Range(0, 100).All(key => scripts.Resets(key) == 3));
    }

    [TestMethod]
    public async Task OnEveryLoop_SomeFail_TheFirstLoopsFailureComesOut()
    {
        using var provider = Build();
        var scripts = provider.GetRequiredService<IScripts>();

        Assert.AreEqual("Workers-1", Assert.ThrowsExactly<FormatException>(scripts.FailOnTheLaterOnes).Message);
        Assert.AreEqual("Workers-1", (await Assert.ThrowsExactlyAsync<FormatException>(scripts.FailOnTheLaterOnesAsync)).Message);
    }

    [TestMethod]
    public async Task OnEveryLoop_CancelledResult_CancelsTheCallInEach()
    {
        using var provider = Build();
        var scripts = provider.GetRequiredService<IScripts>();
        var held = scripts.BeginHolding();
        var group = provider.GetRequiredKeyedService<EventLoopGroup>("Workers");
        for (var index = 0; index < group.Count; index++)
            group[index].WaitFor(TestTimeouts.MustNotElapse, static () => { });

        held.Cancel();

        Assert.IsTrue(held.IsCanceled);
        for (var index = 0; index < group.Count; index++)
            await group[index].RunInReactor(() => Scripts.HeldHere!).AsTask().WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task OnEveryLoop_FailureThatNobodyRetrieves_IsReportedOnce()
    {
        using var provider = Build();
        var group = provider.GetRequiredKeyedService<EventLoopGroup>("Workers");
        var sources = new List<string>();
        for (var index = 0; index < group.Count; index++)
        {
            group[index].UnobservedFailure += (_, report) =>
            {
                lock (sources)
                    sources.Add(report.Source);
            };
        }

        var failed = provider.GetRequiredService<IScripts>().BeginFailing();
        EventualResult.WaitAny([failed], TestTimeouts.MustNotElapse);
        await provider.DisposeAsync();

        CollectionAssert.AreEqual(new[] { "IScripts.BeginFailing" }, sources);
        Assert.IsTrue(failed.IsFaulted);
    }

    [TestMethod]
    public void Group_OfWhatIsNotThreadBound_IsAnErrorAtStart()
    {
        _services.AddCrochet().AddLoopGroup("Workers", 2).AddProxied<IScripts, Scripts>("Workers");
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO021", "IScripts", "Workers", "AddThreadBound");
    }

    [TestMethod]
    public void Group_OfScopedOnes_IsAnErrorAtStart()
    {
        _services.AddCrochet().AddLoopGroup("Workers", 2)
            .AddThreadBound<IScripts, Scripts>("Workers", options => options.Lifetime = ServiceLifetime.Scoped);
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO021", "IScripts", "Workers", "Scoped");
    }

    [TestMethod]
    public void AddLoopGroup_NameOfALoopOrAnotherCount_Throws()
    {
        var builder = _services.AddCrochet().AddLoop("One").AddLoopGroup("Workers", 2);

        Assert.ThrowsExactly<ArgumentException>(() => builder.AddLoopGroup("One", 2));
        Assert.ThrowsExactly<ArgumentException>(() => builder.AddLoopGroup("Workers", 3));
        Assert.ThrowsExactly<ArgumentException>(() => builder.AddLoop("Workers"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => builder.AddLoopGroup("None", 0));
        Assert.AreSame(builder, builder.AddLoopGroup("Workers", 2));
    }

    [TestMethod]
    public void Unwrap_OfAGroup_Throws()
    {
        using var provider = Build();

        Assert.ThrowsExactly<InvalidOperationException>(() => CrochetProxy.Unwrap<Scripts>(provider.GetRequiredService<IScripts>()));
    }

    [TestMethod]
    public async Task CreateThreadBound_OfAGroup_MakesOneForEachLoopAndDisposesOfAll()
    {
        await using var group = new EventLoopGroup(3, new() { Name = "Workers" });
        group.Start();
        var made = new System.Collections.Concurrent.ConcurrentBag<Engine>();
        var engine = CrochetProxy.CreateThreadBound<IEngine>(group, _ =>
        {
            var one = new Engine();
            made.Add(one);
            return one;
        });
        for (var count = 0; count < 9; count++)
            engine.Next();

        await ((IAsyncDisposable)engine).DisposeAsync();

        Assert.HasCount(3, made);
        Assert.IsTrue(made.All(one => one.IsDisposed));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Dispose_OfAGroup_DisposesOfObjectsInTheReverseOrderOfMaking(bool isAsync)
    {
        var group = new EventLoopGroup(3, new() { Name = "Workers" });
        group.Start();
        var log = new List<string>();
        var engines = new[] { 1, 0, 2 }.Select(index =>
            CrochetProxy.CreateThreadBound<IEngine>(group[index], () => new Engine(log, index))).ToList();
        engines.ForEach(engine => engine.Next());

        if (isAsync)
            await group.DisposeAsync();
        else
            group.Dispose();

        CollectionAssert.AreEqual(new[] { "made 1", "made 0", "made 2", "disposed 2", "disposed 0", "disposed 1" }, log);
    }

    private ServiceProvider Build()
    {
        _services.AddCrochet().AddLoopGroup("Workers", 3).AddThreadBound<IScripts, Scripts>("Workers");
        return _services.BuildServiceProvider();
    }

    [WaitFor(15)]
    [Compiled]
    public interface IScripts
    {
        EventLoop? Where([LoopKey] string? customer);

        EventLoop? WhereIn([LoopKey] in int customer);

        EventLoop? WhereOf<T>([LoopKey] T customer);

        EventLoop? Anywhere();

        int Resets([LoopKey] int key);

        [OnEveryLoop]
        void Reset();

        [OnEveryLoop]
        Task ResetAsync();

        [OnEveryLoop, RunInReactor]
        EventualResult BeginReset();

        [OnEveryLoop, RunInReactor]
        EventualResult BeginHolding();

        [OnEveryLoop, RunInReactor]
        EventualResult BeginFailing();

        [OnEveryLoop]
        void FailOnTheLaterOnes();

        [OnEveryLoop]
        Task FailOnTheLaterOnesAsync();
    }

    public sealed class Scripts(EventLoop loop)
    {
        private int _resets;

        // One object for each loop, and one thread.
        [field: ThreadStatic]
        public static Task? HeldHere { get; private set; }

        public EventLoop? WhereIn(in int customer) => customer < 0 ? null : EventLoop.Current;

        public EventLoop? WhereOf<T>(T customer) => customer is "nobody" ? null : EventLoop.Current;

        public Task BeginHolding(CancellationToken cancellationToken)
        {
            var held = new TaskCompletionSource();
            cancellationToken.Register(held.SetResult);
            HeldHere = held.Task;
            return held.Task;
        }

        public void BeginFailing() => throw new FormatException(loop.Name);

        public EventLoop? Where(string? customer) => customer == "nobody" ? null : EventLoop.Current;

        public EventLoop? Anywhere() => EventLoop.Current;

        public int Resets(int key) => key < 0 ? 0 : _resets;

        public void Reset() => _resets++;

        public Task ResetAsync()
        {
            _resets++;
            return Task.CompletedTask;
        }

        public void BeginReset() => _resets++;

        public void FailOnTheLaterOnes()
        {
            if (loop.Name != "Workers-0")
                throw new FormatException(loop.Name);
        }

        public async Task FailOnTheLaterOnesAsync()
        {
            await Task.Yield();
            FailOnTheLaterOnes();
        }
    }
}
