using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Containers;

/// <summary>A generic host starts the loop before all else and stops it after.</summary>
[TestClass]
public sealed class HostTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    [TestMethod]
    public async Task Start_OfTheHost_StartsTheLoop()
    {
        _builder.Services.AddCrochet();
        using var host = _builder.Build();

        await host.StartAsync();

        Assert.AreEqual(EventLoopState.Running, host.Services.GetRequiredService<EventLoop>().State);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Stop_OfTheHost_StopsTheLoop()
    {
        _builder.Services.AddCrochet();
        using var host = _builder.Build();
        await host.StartAsync();
        var loop = host.Services.GetRequiredService<EventLoop>();

        await host.StopAsync();

        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public async Task HostedServices_RegisteredBeforeAddCrochet_StillHaveTheLoopFromStartToStop()
    {
        _builder.Services.AddSingleton<Calls>().AddHostedService<Caller>();
        _builder.Services.AddCrochet().AddProxied<IService, Service>();
        using var host = _builder.Build();
        var calls = host.Services.GetRequiredService<Calls>();

        await host.StartAsync();
        await host.StopAsync();

        CollectionAssert.AreEqual(
            new[] { "starting Running", "start Running", "started Running", "stopping Running", "stop Running", "stopped Running" },
            calls.Names);
    }

    [TestMethod]
    public async Task Stop_WithACallInFlight_LetsItEndWithinTheDrainTimeout()
    {
        _builder.Services.AddSingleton<IEndless, Endless>().AddCrochet(options => options.DrainTimeout = TestTimeouts.MustNotElapse);
        using var host = _builder.Build();
        await host.StartAsync();
        var loop = host.Services.GetRequiredService<EventLoop>();
        var endless = host.Services.GetRequiredService<Endless>();
        var call = host.Services.GetRequiredService<IEndless>().Run(CancellationToken.None);
        loop.Stopping.Register(() => endless.Gate.SetResult());

        await host.StopAsync();

        Assert.AreEqual("ended", call.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task Stop_ThatIsToHurry_EndsTheDrain()
    {
        _builder.Services.AddSingleton<IEndless, Endless>().AddCrochet(options => options.DrainTimeout = Timeout.InfiniteTimeSpan);
        using var host = _builder.Build();
        await host.StartAsync();
        var call = host.Services.GetRequiredService<IEndless>().Run(CancellationToken.None);
        using var hurry = new CancellationTokenSource();
        var stop = host.StopAsync(hurry.Token);

        await hurry.CancelAsync();

        await Task.WhenAny(stop).WaitAsync(TestTimeouts.MustNotElapse);
        Assert.ThrowsExactly<EventLoopStoppedException>(() => call.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public async Task StartManually_Host_LeavesTheLoopToTheApplicationAndStopsIt()
    {
        _builder.Services.AddCrochet().StartManually();
        using var host = _builder.Build();
        await host.StartAsync();
        var loop = host.Services.GetRequiredService<EventLoop>();
        Assert.AreEqual(EventLoopState.Created, loop.State);
        var run = Task.Factory.StartNew(loop.Run, TaskCreationOptions.LongRunning);
        await loop.RunInReactor(() => { }).AsTask().WaitAsync(TestTimeouts.MustNotElapse);

        await host.StopAsync();

        await run.WaitAsync(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public async Task UseLoop_Host_LeavesItAlone()
    {
        using var loop = new EventLoop();
        _builder.Services.AddCrochet().UseLoop(loop);
        using (var host = _builder.Build())
        {
            await host.StartAsync();
            Assert.AreEqual(EventLoopState.Created, loop.State);
            await host.StopAsync();
        }

        Assert.AreEqual(EventLoopState.Created, loop.State);
    }

    [TestMethod]
    public async Task Timeouts_WrongName_IsAnErrorWhenTheHostStarts()
    {
        _builder.Configuration["Crochet:Timeouts:IService.Typo"] = "00:00:01";
        _builder.Services.Configure<CrochetOptions>(_builder.Configuration.GetSection("Crochet"));
        _builder.Services.AddCrochet().AddProxied<IService, Service>();
        using var host = _builder.Build();

        var exception = await Assert.ThrowsExactlyAsync<CrochetConfigurationException>(() => host.StartAsync());

        exception.Problems.Single().AssertIs("CRO017", "IService.Typo");
    }

    [TestMethod]
    public async Task Scoped_ServicesInAHostThatValidates_Work()
    {
        _builder.ConfigureContainer(
            new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true }));
        _builder.Services.AddScoped<IEndless, Endless>().AddCrochet();
        using var host = _builder.Build();
        await host.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();

        Assert.IsTrue(CrochetProxy.IsProxy(scope.ServiceProvider.GetRequiredService<IEndless>()));
        Assert.ThrowsExactly<InvalidOperationException>(() => host.Services.GetRequiredService<IEndless>());
        await host.StopAsync();
    }

    [TestMethod]
    [DataRow(30, 0, 5, false)]
    [DataRow(30, 10, 20, false)]
    [DataRow(30, 10, 21, true)]
    [DataRow(30, 0, -1, true)]
    [DataRow(-1, 10, 60, false)]
    public async Task Start_DrainLongerThanTheHostsWholeStop_IsAWarningWithTheValues(int shutdown, int notReady, int drain, bool isWarned)
    {
        var log = new List<string>();
        _builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = SecondsOrInfinite(shutdown));
        _builder.Services.AddLogging(logging => logging.AddProvider(new Warnings(log)));
        _builder.Services.AddCrochet(options =>
        {
            options.NotReadyDelay = TimeSpan.FromSeconds(notReady);
            options.DrainTimeout = SecondsOrInfinite(drain);
        });
        using var host = _builder.Build();

        await host.StartAsync();

        Assert.HasCount(isWarned ? 1 : 0, log);
        foreach (var text in isWarned ? new[] { shutdown, notReady, drain }.Select(SecondsOrInfinite) : [])
            Assert.Contains(text.ToString(), log[0]);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(24 * 60)]
    public async Task Stop_NotReadyDelay_IsUnhealthyAndGoesOnAsBefore(int hours)
    {
        _builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        _builder.Services.AddCrochet(options => options.NotReadyDelay = TimeSpan.FromHours(hours)).AddProxied<IService, Service>();
        _builder.Services.AddLogging().AddHealthChecks().AddCrochet();
        using var host = _builder.Build();
        await host.StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.AreEqual(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
        using var hurry = new CancellationTokenSource();

        var stop = host.StopAsync(hurry.Token);

        // The host says so before its services begin to stop.
        while ((await health.CheckHealthAsync()).Status != HealthStatus.Unhealthy)
            Assert.IsFalse(stop.IsCompleted);
        var loop = host.Services.GetRequiredService<EventLoop>();
        Assert.AreEqual(EventLoopState.Running, await loop.RunInReactor(() => loop.State));
        Assert.IsFalse(stop.IsCompleted);
        await hurry.CancelAsync();
        await stop.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public async Task TimeProvider_OfTheContainer_IsTheLoopsUnlessTheOptionsNameOne()
    {
        var time = new FakeTimeProvider();
        _builder.Services.AddSingleton<TimeProvider>(time).AddCrochet().AddLoop("Other");
        using var host = _builder.Build();
        await host.StartAsync();
        var fired = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        host.Services.GetRequiredService<EventLoop>().CallLater(TimeSpan.FromHours(1), fired[0].SetResult);
        host.Services.GetRequiredKeyedService<EventLoop>("Other").CallLater(TimeSpan.FromHours(1), fired[1].SetResult);

        time.Advance(TimeSpan.FromHours(1));

        await Task.WhenAll(fired.Select(static one => one.Task)).WaitAsync(TestTimeouts.MustNotElapse);
        await host.StopAsync();
    }

    private static TimeSpan SecondsOrInfinite(int seconds) => seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    private sealed class Warnings(List<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 35 && logLevel == LogLevel.Warning)
                log.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }

    public interface IService
    {
        [WaitFor(15)]
        EventLoopState State();
    }

    public sealed class Service
    {
        public EventLoopState State() => EventLoop.Current!.State;
    }

    public sealed class Calls
    {
        public List<string> Names { get; } = [];
    }

    public sealed class Caller(IService service, Calls calls) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Call("starting");

        public Task StartAsync(CancellationToken cancellationToken) => Call("start");

        public Task StartedAsync(CancellationToken cancellationToken) => Call("started");

        public Task StoppingAsync(CancellationToken cancellationToken) => Call("stopping");

        public Task StopAsync(CancellationToken cancellationToken) => Call("stop");

        public Task StoppedAsync(CancellationToken cancellationToken) => Call("stopped");

        private Task Call(string name)
        {
            calls.Names.Add($"{name} {service.State()}");
            return Task.CompletedTask;
        }
    }

    public interface IEndless
    {
        [RunInReactor]
        EventualResult<string> Run(CancellationToken cancellationToken);
    }

    public sealed class Endless : IEndless
    {
        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async EventualResult<string> Run(CancellationToken cancellationToken)
        {
            await Gate.Task.WaitAsync(cancellationToken);
            return "ended";
        }
    }
}
