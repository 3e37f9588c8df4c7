using Crochet.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crochet.Tests.Containers;

/// <summary>The container's loop: made and started at first use, stopped with the container.</summary>
[TestClass]
public sealed class LoopLifetimeTests
{
    private readonly ServiceCollection _services = new();

    [TestMethod]
    public void Loop_Resolved_RunsAndIsTheOne()
    {
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();

        var loop = provider.GetRequiredService<EventLoop>();

        Assert.AreEqual(EventLoopState.Running, loop.State);
        using var scope = provider.CreateScope();
        Assert.AreSame(loop, scope.ServiceProvider.GetRequiredService<EventLoop>());
    }

    [TestMethod]
    public void Dispose_OfTheContainer_StopsTheLoop()
    {
        _services.AddCrochet();
        var provider = _services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();

        provider.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public async Task DisposeAsync_OfTheContainer_StopsTheLoop()
    {
        _services.AddCrochet();
        var provider = _services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();

        await provider.DisposeAsync();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Dispose_OfTheContainer_DrainsAllLoopsTogether(bool isAsync)
    {
        _services.AddCrochet(static options => options.DrainTimeout = TestTimeouts.MustNotElapse).AddLoop("A").AddLoop("B");
        var container = _services.BuildServiceProvider();
        var (a, b) = (container.GetRequiredKeyedService<EventLoop>("A"), container.GetRequiredKeyedService<EventLoop>("B"));
        var gate = new TaskCompletionSource();
        var call = b.RunInReactor(async () =>
        {
            await gate.Task;
            return await a.RunInReactor(static () => 1);
        });
        b.WaitFor(TestTimeouts.MustNotElapse, static () => { });
        var stopping = new TaskCompletionSource();
        a.Stopping.Register(stopping.SetResult);

        var end = isAsync ? container.DisposeAsync().AsTask() : Task.Run(container.Dispose);
        await stopping.Task.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.ThrowsExactly<EventLoopStoppedException>(() => a.Post(static () => { }));
        gate.SetResult();

        Assert.AreEqual(1, await call.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        await end.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Dispose_OfAContainerWhoseOwnLoopAloneWasResolved_StopsTheOthers(bool isAsync)
    {
        _services.AddCrochet().AddLoop("A");
        var container = _services.BuildServiceProvider();
        container.GetRequiredService<EventLoop>();
        var other = container.GetRequiredService<ContainerLoops>().Find("A");

        if (isAsync)
            await container.DisposeAsync();
        else
            container.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, other.State);
    }

    [TestMethod]
    public void Dispose_OfAContainerWithoutALoopYet_MakesNone()
    {
        _services.AddSingleton<IService, Service>().AddCrochet();

        _services.BuildServiceProvider().Dispose();
    }

    [TestMethod]
    public async Task Dispose_WithACallInFlight_LetsItEndWithinTheDrainTimeout()
    {
        _services.AddSingleton<IService, Service>().AddCrochet(options => options.DrainTimeout = TestTimeouts.MustNotElapse);
        var provider = _services.BuildServiceProvider();
        var service = provider.GetRequiredService<Service>();
        var call = provider.GetRequiredService<IService>().Run(CancellationToken.None);
        await service.Started.Task.WaitAsync(TestTimeouts.MustNotElapse);
        provider.GetRequiredService<EventLoop>().Stopping.Register(() => service.Gate.SetResult());

        provider.Dispose();

        Assert.AreEqual("ended", call.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Dispose_WithACallInFlightAndNoDrain_EndsItAtOnce()
    {
        _services.AddSingleton<IService, Service>().AddCrochet(options => options.DrainTimeout = TimeSpan.Zero);
        var provider = _services.BuildServiceProvider();
        var service = provider.GetRequiredService<Service>();
        var call = provider.GetRequiredService<IService>().Run(CancellationToken.None);
        await service.Started.Task.WaitAsync(TestTimeouts.MustNotElapse);

        await provider.DisposeAsync();

        Assert.ThrowsExactly<EventLoopStoppedException>(() => call.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Dispose_FromTheLoopThreadItself_DoesNotHang()
    {
        _services.AddSingleton<IService, Service>().AddCrochet(options => options.DrainTimeout = Timeout.InfiniteTimeSpan);
        var provider = _services.BuildServiceProvider();
        _ = provider.GetRequiredService<IService>();
        var loop = provider.GetRequiredService<EventLoop>();

        loop.Post(provider.Dispose);

        Assert.IsTrue(loop.Completion.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void UseLoop_Loop_IsUsedAndLeftAlone()
    {
        using var loop = new EventLoop();
        _services.AddSingleton<IService, Service>().AddCrochet().UseLoop(loop);
        using (var provider = _services.BuildServiceProvider())
        {
            var call = provider.GetRequiredService<IService>().Where();
            Assert.AreSame(loop, provider.GetRequiredService<EventLoop>());
            Assert.AreEqual(EventLoopState.Created, loop.State);
            loop.Start();
            Assert.AreSame(loop, call.Wait(TestTimeouts.MustNotElapse));
        }

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public async Task UseLoop_ContainerDisposedAsynchronously_LeavesItAlone()
    {
        using var loop = new EventLoop();
        loop.Start();
        _services.AddSingleton<IService, Service>().AddCrochet().UseLoop(loop);
        var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IService>();
        provider.GetRequiredService<EventLoop>();

        await provider.DisposeAsync();

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void UseLoop_InTwoContainers_IsStoppedByItsOwnDisposalAlone()
    {
        var loop = new EventLoop();
        loop.Start();
        _services.AddSingleton<IService, Service>().AddCrochet().UseLoop(loop);
        var first = _services.BuildServiceProvider();
        var second = _services.BuildServiceProvider();
        first.GetRequiredService<EventLoop>();
        second.GetRequiredService<IService>();

        first.Dispose();
        Assert.AreEqual(EventLoopState.Running, loop.State);
        loop.Dispose();
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
        second.Dispose();
    }

    [TestMethod]
    public void UseLoop_DisposedBeforeTheContainer_IsStopped()
    {
        var loop = new EventLoop();
        loop.Start();
        _services.AddCrochet().UseLoop(loop);
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<EventLoop>();

        loop.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void UseLoop_DisposedByASingletonOfTheContainers_IsStopped()
    {
        var loop = new EventLoop();
        loop.Start();
        _services.AddSingleton<Owner>().AddCrochet().UseLoop(loop);
        var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<Owner>();

        provider.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void UseLoop_AfterAnotherAddCrochet_HoldsForBoth()
    {
        using var loop = new EventLoop();
        loop.Start();
        _services.AddSingleton<IService, Service>().AddCrochet();
        _services.AddCrochet().UseLoop(loop);
        _services.AddCrochet();
        using var provider = _services.BuildServiceProvider();

        Assert.AreSame(loop, provider.GetRequiredService<IService>().Where().Wait(TestTimeouts.MustNotElapse));
        Assert.HasCount(1, provider.GetServices<EventLoop>().ToList());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void LoopRegisteredByTheApplication_IsUsedAndLeftAlone(bool isAfter)
    {
        using var loop = new EventLoop();
        loop.Start();
        if (!isAfter)
            _services.AddSingleton(loop);
        _services.AddSingleton<IService, Service>().AddCrochet();
        if (isAfter)
            _services.AddSingleton(loop);
        using (var provider = _services.BuildServiceProvider())
            Assert.AreSame(loop, provider.GetRequiredService<IService>().Where().Wait(TestTimeouts.MustNotElapse));

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }

    [TestMethod]
    public void StartManually_Loop_IsMadeAndRunByTheApplication()
    {
        _services.AddSingleton<IService, Service>().AddCrochet().StartManually();
        using var provider = _services.BuildServiceProvider();
        var call = provider.GetRequiredService<IService>().Where();
        var loop = provider.GetRequiredService<EventLoop>();
        Assert.AreEqual(EventLoopState.Created, loop.State);

        loop.Post(loop.Stop);
        loop.Run();

        Assert.AreSame(loop, call.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void StartManually_NeverRun_IsStoppedWithTheContainer()
    {
        _services.AddCrochet().StartManually();
        var provider = _services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();

        provider.Dispose();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public void StartManually_RunningOnAnotherThread_IsStoppedWithTheContainer()
    {
        _services.AddCrochet().StartManually();
        var provider = _services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();
        var thread = new Thread(loop.Run);
        thread.Start();
        loop.WaitFor(TestTimeouts.MustNotElapse, () => { });

        provider.Dispose();

        Assert.IsTrue(thread.Join(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Options_OfTheLoop_MakeIt()
    {
        _services.AddCrochet(options => options.Loop.Name = "Mine");
        _services.AddCrochet(options => options.Loop.IsBackground = false);
        using var provider = _services.BuildServiceProvider();

        Assert.AreEqual("Mine", provider.GetRequiredService<EventLoop>().Name);
        Assert.IsFalse(provider.GetRequiredService<IOptions<CrochetOptions>>().Value.Loop.IsBackground);
    }

    [TestMethod]
    public void Options_NegativeDrainTimeout_IsRefusedAtFirstUse()
    {
        _services.AddCrochet(options => options.DrainTimeout = TimeSpan.FromSeconds(-1));
        using var provider = _services.BuildServiceProvider();

        Assert.Contains("DrainTimeout",
            Assert.ThrowsExactly<OptionsValidationException>(() => provider.GetRequiredService<EventLoop>()).Message);
    }

    [TestMethod]
    public void Logger_OfTheContainer_IsTheLoops()
    {
        using var factory = new RecordingFactory();
        _services.AddSingleton<ILoggerFactory>(factory).AddCrochet();
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<EventLoop>();

        Assert.IsNotEmpty(factory.Categories);
    }

    [TestMethod]
    public void Logger_OfTheOptions_ComesBeforeTheContainers()
    {
        using var own = new RecordingFactory();
        using var containers = new RecordingFactory();
        var loop = new EventLoopOptions { LoggerFactory = own };
        _services.AddSingleton<ILoggerFactory>(containers).AddCrochet(options => options.Loop = loop);
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<EventLoop>();

        Assert.IsNotEmpty(own.Categories);
        Assert.IsEmpty(containers.Categories);
    }

    [TestMethod]
    public void Logger_OfTheContainer_IsNotLeftInTheApplicationsOptions()
    {
        using var factory = new RecordingFactory();
        var loop = new EventLoopOptions();
        _services.AddSingleton<ILoggerFactory>(factory).AddCrochet(options => options.Loop = loop);
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<EventLoop>();

        Assert.IsNull(loop.LoggerFactory);
    }

    public interface IService
    {
        [RunInReactor]
        EventualResult<EventLoop?> Where();

        [RunInReactor]
        EventualResult<string> Run(CancellationToken cancellationToken);
    }

    public sealed class Service : IService
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EventualResult<EventLoop?> Where() => EventualResult.FromResult<EventLoop?>(EventLoop.Current);

        public async EventualResult<string> Run(CancellationToken cancellationToken)
        {
            Started.SetResult();
            await Gate.Task.WaitAsync(cancellationToken);
            return "ended";
        }
    }

    private sealed class Owner(EventLoop loop) : IDisposable
    {
        public void Dispose() => loop.Dispose();
    }

    private sealed class RecordingFactory : ILoggerFactory
    {
        public List<string> Categories { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName)
        {
            Categories.Add(categoryName);
            return Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        }

        public void Dispose()
        {
        }
    }
}
