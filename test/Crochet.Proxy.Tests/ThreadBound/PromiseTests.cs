using Castle.DynamicProxy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.ThreadBound;

/// <summary>What is promised of thread-bound objects in containers and out of them, sentence by sentence.</summary>
[TestClass]
public sealed class PromiseTests : LoopTest
{
    private readonly ServiceCollection _services = new();
    private readonly List<string> _log = [];

    [TestMethod]
    public void RunInPlace_NotMadeYet_IsMadeInPlace()
    {
        _services.AddCrochet(static options => options.SameLoopCalls = SameLoopCallBehavior.RunInPlace)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log));
        using var provider = _services.BuildServiceProvider();
        var engine = provider.GetRequiredService<IEngine>();

        Assert.AreEqual(1, provider.GetRequiredService<EventLoop>().RunInReactor(engine.Next).Wait(TestTimeouts.MustNotElapse));
        CollectionAssert.AreEqual(new[] { "made 0" }, _log);
    }

    [TestMethod]
    public void RunInPlace_MakingThatAwaits_Throws()
    {
        _services.AddCrochet(static options => options.SameLoopCalls = SameLoopCallBehavior.RunInPlace)
            .AddThreadBound<IEngine, Engine>(static async (_, _) =>
            {
                await Task.Yield();
                return new Engine();
            });
        using var provider = _services.BuildServiceProvider();
        var engine = provider.GetRequiredService<IEngine>();

        Assert.ThrowsExactly<EventLoopDeadlockException>(() =>
            provider.GetRequiredService<EventLoop>().RunInReactor(engine.Next).Wait(TestTimeouts.MustNotElapse));
        Assert.IsGreaterThan(0, engine.Next());
    }

    [TestMethod]
    public async Task CreateAtStart_LoopThatTheApplicationRuns_IsNotWaitedFor()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCrochet().StartManually()
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log), configure: static options => options.CreateAtStart = true);
        using var host = builder.Build();

        await host.StartAsync().WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(Array.Empty<string>(), _log);
        var loop = host.Services.GetRequiredService<EventLoop>();
        var running = Task.Factory.StartNew(loop.Run, TaskCreationOptions.LongRunning);
        await loop.RunInReactor(static () => { }).AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        CollectionAssert.AreEqual(new[] { "made 0" }, _log);
        await host.StopAsync();
        await running.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task CreateAtStart_LoopThatWasGivenAndDoesNotRunYet_IsNotWaitedFor()
    {
        using var loop = new EventLoop();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCrochet().UseLoop(loop)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log), configure: static options => options.CreateAtStart = true);
        using var host = builder.Build();

        await host.StartAsync().WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(Array.Empty<string>(), _log);
        loop.Start();
        await loop.RunInReactor(static () => { }).AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        CollectionAssert.AreEqual(new[] { "made 0" }, _log);
    }

    [TestMethod]
    public async Task CreateAtStart_LoopThatWasGivenAndRuns_IsWaitedFor()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCrochet().UseLoop(Loop).AddThreadBound<IEngine, Engine>(
            static _ => throw new FormatException(), configure: static options => options.CreateAtStart = true);
        using var host = builder.Build();

        await Assert.ThrowsExactlyAsync<FormatException>(() => host.StartAsync().WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task CreateAtStart_MakingThatFailsAndNobodyWaitsFor_IsReportedByTheInterfacesName()
    {
        var reported = new TaskCompletionSource<UnobservedFailureEventArgs>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCrochet().StartManually().AddThreadBound<IEngine, Engine>(
            static _ => throw new FormatException(), configure: static options => options.CreateAtStart = true);
        using var host = builder.Build();
        var loop = host.Services.GetRequiredService<EventLoop>();
        loop.UnobservedFailure += (_, report) => reported.TrySetResult(report);
        await host.StartAsync().WaitAsync(TestTimeouts.MustNotElapse);

        loop.Post(loop.Stop);
        loop.Run();

        var report = await reported.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsInstanceOfType<FormatException>(report.Failure.Exception);
        Assert.AreEqual($"The making of IEngine in the loop '{loop.Name}'", report.Source);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Container_DisposalWhereLoopsAndFurtherProxiesWereResolvedLast_KeepsTheOrder(bool isAsync)
    {
        _services.AddCrochet().AddLoop("A").AddLoopGroup("B", 1)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 1), "A", static options => options.Lifetime = ServiceLifetime.Transient)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 2), "B", static options => options.ServiceKey = 2);
        var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IEngine>().Next();
        var last = provider.GetRequiredService<IEngine>();
        provider.GetRequiredKeyedService<IEngine>(2).Next();
        last.Next();
        EventLoop[] loops = [provider.GetRequiredKeyedService<EventLoop>("A"), provider.GetRequiredKeyedService<EventLoopGroup>("B")[0]];

        if (isAsync)
            await provider.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);
        else
            provider.Dispose();

        CollectionAssert.AreEqual(new[] { "made 1", "made 2", "made 1", "disposed 1", "disposed 2", "disposed 1" }, _log);
        Assert.IsTrue(Array.TrueForAll(loops, static loop => loop.State == EventLoopState.Stopped));
    }

    [TestMethod]
    public async Task Container_Disposal_DisposesInTheReverseOrderOfMakingAcrossLoops()
    {
        _services.AddCrochet().AddLoop("A").AddLoop("B")
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 1), "A", static options => options.ServiceKey = 1)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 2), "B", static options => options.ServiceKey = 2)
            .AddThreadBound<IEngine, Engine>(_ => new Engine(_log, 3), "A", static options => options.ServiceKey = 3);
        var provider = _services.BuildServiceProvider();
        foreach (var key in new[] { 2, 1, 3 })
            _ = await provider.GetRequiredKeyedService<IEngine>(key).NextLaterAsync();

        await provider.DisposeAsync().AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(new[] { "made 2", "made 1", "made 3", "disposed 3", "disposed 1", "disposed 2" }, _log);
    }

    [TestMethod]
    public async Task Disposal_ThatThrows_IsReportedAndStopsNoOther()
    {
        var failing = CrochetProxy.CreateThreadBound<ISimple>(Loop, static () => new FailingDisposal());
        var other = CrochetProxy.CreateThreadBound<IEngine>(Loop, () => new Engine(_log));
        _ = await other.NextLaterAsync();
        _ = await failing.GetAsync();

        await Loop.StopAsync().WaitAsync(TestTimeouts.MustNotElapse);

        CollectionAssert.AreEqual(new[] { "made 0", "disposed 0" }, _log);
        Assert.IsInstanceOfType<FormatException>((await Reported.WaitAsync(TestTimeouts.MustNotElapse)).Failure.Exception);
    }

    [TestMethod]
    public async Task Dispose_OfTheInterface_DisposesOfTheInstance()
    {
        var proxy = CrochetProxy.CreateThreadBound<ISimple>(Loop, () => new Simple(_log));
        _ = await proxy.GetAsync();

        proxy.Dispose();

        CollectionAssert.AreEqual(new[] { "disposed on the loop" }, _log);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(proxy.GetAsync);
    }

    [TestMethod]
    public async Task Factory_Token_IsSignalledByTheLoopsStop()
    {
        var begun = new TaskCompletionSource();
        var signalled = new TaskCompletionSource();
        var proxy = CrochetProxy.CreateThreadBound<ISimple>(Loop, async ValueTask<object> (token) =>
        {
            token.Register(signalled.SetResult);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new Simple(_log);
        });
        var call = proxy.GetAsync();
        await begun.Task.WaitAsync(TestTimeouts.MustNotElapse);

        Loop.Stop();

        await signalled.Task.WaitAsync(TestTimeouts.MustNotElapse);
        await Assert.ThrowsAsync<Exception>(() => call.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Transient_EachResolution_HasItsOwnAndTheScopeDisposesOfBoth()
    {
        var number = 0;
        _services.AddCrochet().AddThreadBound<IEngine, Engine>(
            _ => new Engine(_log, ++number), configure: static options => options.Lifetime = ServiceLifetime.Transient);
        await using var provider = _services.BuildServiceProvider();
        await using (var scope = provider.CreateAsyncScope())
        {
            Assert.AreEqual(1, await scope.ServiceProvider.GetRequiredService<IEngine>().NextLaterAsync());
            Assert.AreEqual(1, await scope.ServiceProvider.GetRequiredService<IEngine>().NextLaterAsync());
        }

        CollectionAssert.AreEquivalent(new[] { "made 1", "made 2", "disposed 1", "disposed 2" }, _log);
    }

    [TestMethod]
    public void Interceptor_OnAReadyInstanceOfAThreadBoundClass_NamesCreateThreadBound()
    {
        var proxy = new ProxyGenerator().CreateInterfaceProxyWithTarget<ISimple>(new Bound(), new CrochetInterceptor(Loop));

        Problem.Of(() => _ = proxy.GetAsync()).AssertIs("CRO021", "ISimple", "Bound", "CrochetProxy.CreateThreadBound");
    }

    [Compiled]
    public interface ISimple : IDisposable
    {
        [WaitFor(15)]
        Task<int> GetAsync();
    }

    public sealed class Simple(List<string> log) : ISimple
    {
        public Task<int> GetAsync() => Task.FromResult(1);

        public void Dispose() => log.Add(EventLoop.Current is null ? "disposed elsewhere" : "disposed on the loop");
    }

    public sealed class FailingDisposal : ISimple
    {
        public Task<int> GetAsync() => Task.FromResult(1);

        public void Dispose() => throw new FormatException();
    }

    [ThreadBound]
    public sealed class Bound : ISimple
    {
        public Task<int> GetAsync() => Task.FromResult(1);

        public void Dispose()
        {
        }
    }
}
