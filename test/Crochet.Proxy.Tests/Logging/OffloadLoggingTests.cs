using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Logging;

[TestClass]
public sealed partial class OffloadLoggingTests : IDisposable
{
    private const string Category = "Test";
    private readonly BlockingProvider _provider = new();

    public void Dispose() => _provider.Dispose();

    [TestMethod]
    public void Log_ProviderBlocks_DoesNotHoldTheLoop()
    {
        using var container = Build();
        var (loop, logger) = Of(container);
        _provider.Gate.Reset();

        loop.WaitFor(TestTimeouts.MustNotElapse, () => Say(logger, 1));
        var answer = loop.WaitFor(TestTimeouts.MustNotElapse, () => 42);

        Assert.AreEqual(42, answer);
        Assert.IsEmpty(_provider.MessagesOf(Category));
        _provider.Gate.Set();
    }

    [TestMethod]
    public void Log_OnTheLoopThread_IsWrittenInOrderByOneOtherThread()
    {
        using (var container = Build())
        {
            var (loop, logger) = Of(container);
            loop.WaitFor(TestTimeouts.MustNotElapse, () =>
            {
                for (var entry = 0; entry < 1_000; entry++)
                    Say(logger, entry);
            });
        }

        Assert.AreSequenceEqual(Enumerable.Range(0, 1_000).Select(entry => $"Entry {entry}"), _provider.MessagesOf(Category));
        Assert.AreEqual("Crochet log writer",
            _provider.Entries.Where(entry => entry.Category == Category).Select(entry => entry.Thread.Name).Distinct().Single());
    }

    [TestMethod]
    public void Log_WithScopesAndAnActivity_KeepsThemThoughTheyHaveEnded()
    {
        using var activity = new Activity("request").Start();
        using (var container = Build())
        {
            var (loop, logger) = Of(container);
            _provider.Gate.Reset();
            using (logger.BeginScope("the caller's"))
            {
                loop.WaitFor(TestTimeouts.MustNotElapse, () =>
                {
                    using (logger.BeginScope("the loop's"))
                        Say(logger, 1);
                    Say(logger, 2);
                });
            }

            _provider.Gate.Set();
        }

        var entries = _provider.Entries.Where(entry => entry.Category == Category).ToList();
        Assert.AreSequenceEqual(["the caller's", "the loop's"], entries[0].Scopes);
        Assert.AreSequenceEqual(["the caller's"], entries[1].Scopes);
        Assert.AreEqual(activity.TraceId, entries[0].Activity?.TraceId);
    }

    [TestMethod]
    public void Log_WithValues_KeepsThemAsTheyWere()
    {
        using (var container = Build())
        {
            var (loop, logger) = Of(container);
            loop.WaitFor(TestTimeouts.MustNotElapse, () => Say(logger, 7));
        }

        Assert.AreEqual(7, _provider.Entries.Single(entry => entry.Category == Category).Values["Number"]);
    }

    [TestMethod]
    public void Log_OffTheLoopThread_IsWrittenInPlace()
    {
        using var container = Build();
        var (_, logger) = Of(container);

        Say(logger, 1);

        Assert.AreSame(Thread.CurrentThread, _provider.Entries.Single(entry => entry.Category == Category).Thread);
    }

    [TestMethod]
    public void Log_BelowTheFiltersLevel_IsNotWritten()
    {
        using (var container = Build(logging => logging.SetMinimumLevel(LogLevel.Warning)))
        {
            var (loop, logger) = Of(container);
            loop.WaitFor(TestTimeouts.MustNotElapse, () => Say(logger, 1));
        }

        Assert.IsEmpty(_provider.MessagesOf(Category));
    }

    [TestMethod]
    public void Log_MoreThanTheCapacity_DropsWhatComesAndSaysHowMuch()
    {
        using (var container = Build(capacity: 10))
        {
            var (loop, logger) = Of(container);
            loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
            _provider.Gate.Reset();
            loop.WaitFor(TestTimeouts.MustNotElapse, () =>
            {
                for (var entry = 0; entry < 100; entry++)
                    Say(logger, entry);
            });
            _provider.Gate.Set();
        }

        // Ten wait, and the writer may hold one more.
        var written = _provider.MessagesOf(Category).Count();
        Assert.IsInRange(10, 11, written);
        var told = _provider.Entries.Where(entry => entry.Values.ContainsKey("Dropped")
            && entry.Message.Contains("log entries", StringComparison.Ordinal));
        Assert.IsGreaterThanOrEqualTo(100 - written, told.Sum(entry => (int)entry.Values["Dropped"]!));
    }

    [TestMethod]
    public void Dispose_EntriesWait_WritesThemAll()
    {
        var container = Build();
        var (loop, logger) = Of(container);
        _provider.Gate.Reset();
        loop.WaitFor(TestTimeouts.MustNotElapse, () =>
        {
            for (var entry = 0; entry < 100; entry++)
                Say(logger, entry);
        });
        var disposal = Task.Run(container.Dispose);
        _provider.Gate.Set();

        Assert.IsTrue(disposal.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(100, _provider.MessagesOf(Category).Count());
        Assert.Contains(message => message.Contains("has stopped", StringComparison.Ordinal),
            _provider.Entries.Select(entry => entry.Message));
    }

    [TestMethod]
    public void OffloadLogging_WithoutLogging_Throws()
    {
        var builder = new ServiceCollection().AddCrochet();

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => builder.OffloadLogging());

        Assert.Contains("AddLogging", thrown.Message);
    }

    [TestMethod]
    public void OffloadLogging_NoCapacity_Throws()
    {
        var builder = new ServiceCollection().AddLogging().AddCrochet();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => builder.OffloadLogging(0));
    }

    [TestMethod]
    public void OffloadLogging_Twice_IsOnce()
    {
        var services = new ServiceCollection().AddLogging();

        services.AddCrochet().OffloadLogging().OffloadLogging();

        Assert.AreEqual(1, services.Count(descriptor => descriptor.ServiceType == typeof(ILoggerFactory) && !descriptor.IsKeyedService));
        Assert.AreEqual(1, services.Count(descriptor => descriptor.ServiceType == typeof(ILoggerFactory) && descriptor.IsKeyedService));
    }

    private ServiceProvider Build(Action<ILoggingBuilder>? configure = null, int capacity = 10_000) => new ServiceCollection()
        .AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_provider);
            configure?.Invoke(logging);
        })
        .AddCrochet().OffloadLogging(capacity).Services
        .BuildServiceProvider();

    private static (EventLoop Loop, ILogger Logger) Of(ServiceProvider container) =>
        (container.GetRequiredService<EventLoop>(), container.GetRequiredService<ILoggerFactory>().CreateLogger(Category));

    [LoggerMessage(LogLevel.Information, "Entry {Number}")]
    private static partial void Say(ILogger logger, int number);
}
