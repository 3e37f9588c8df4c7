using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class ThreadBoundCode
{
    [TestMethod]
    public void Engine_RunsInItsOwnLoop()
    {
        var services = new ServiceCollection();

        #region register
        services.AddCrochet()
            .AddLoop("Engines")
            .AddThreadBound<IEngine, Engine>("Engines", options =>
            {
                options.CreationTimeout = TimeSpan.FromSeconds(10);
                options.RecreateWhen = exception => exception is EngineCrashedException;
            });
        #endregion

        using var provider = services.BuildServiceProvider();

        #region call
        var engine = provider.GetRequiredService<IEngine>();
        var answer = engine.Run("6 * 7");
        #endregion

        Assert.AreEqual("Engines: 6 * 7", answer);
    }

    [TestMethod]
    public void Group_OneEngineForEachLoop()
    {
        var services = new ServiceCollection();

        #region group
        services.AddCrochet()
            .AddLoopGroup("Engines", count: 4)
            .AddThreadBound<IScripts, Scripts>("Engines");
        #endregion

        using var provider = services.BuildServiceProvider();
        var scripts = provider.GetRequiredService<IScripts>();
        scripts.ForgetAll();
        Assert.AreEqual(scripts.Run("Ada", "1"), scripts.Run("Ada", "1"));
    }

    [TestMethod]
    public async Task WithoutAContainer_TheProxyIsDisposedOf()
    {
        using var loop = new EventLoop(new() { Name = "Engines" });
        loop.Start();

        #region alone
        var engine = CrochetProxy.CreateThreadBound<IEngine>(loop, () => new Engine());
        var answer = engine.Run("1 + 1");
        await ((IAsyncDisposable)engine).DisposeAsync();
        #endregion

        Assert.AreEqual("Engines: 1 + 1", answer);
    }

    [TestMethod]
    public void Configuration_IsRead()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Crochet:DrainTimeout"] = "20", ["Crochet:NotReadyDelay"] = "5" })
            .Build();

        #region configuration
        services.AddCrochet(configuration.GetSection("Crochet"));
        services.AddHealthChecks().AddCrochet();
        #endregion

        using var provider = services.BuildServiceProvider();
        Assert.AreEqual(EventLoopState.Running, provider.GetRequiredService<EventLoop>().State);
    }

    #region interface
    [WaitFor(seconds: 5)]
    public interface IEngine
    {
        string Run(string script);
    }
    #endregion

    #region class
    public sealed class Engine : IEngine, IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public string Run(string script) => Environment.CurrentManagedThreadId == _thread
            ? $"{EventLoop.Current!.Name}: {script}"
            : throw new InvalidOperationException("Called off its thread.");

        public void Dispose()
        {
        }
    }
    #endregion

    #region keys
    [WaitFor(seconds: 5)]
    public interface IScripts
    {
        string Run([LoopKey] string customer, string script);

        [OnEveryLoop]
        void ForgetAll();
    }
    #endregion

    public sealed class Scripts(EventLoop loop)
    {
        public string Run(string customer, string script) => $"{loop.Name}: {customer} {script}";

        public void ForgetAll()
        {
        }
    }

    public sealed class EngineCrashedException : Exception;
}
