using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Samples.Tests.Snippets;

#region interfaces
public interface IDns
{
    [WaitFor(seconds: 0.2)]
    string GetHostByName(string name);
}

public interface IReport
{
    [WaitFor(seconds: 60)]
    string Build();

    [WaitFor(seconds: 0.2)]
    string BuildQuickly();
}
#endregion

/// <summary>The program behind docs/timeouts.md. The page shows what this prints, apart from the times.</summary>
[TestClass]
public sealed partial class Timeouts : IDisposable
{
    private readonly ManualResetEventSlim _isBuilding = new();
    private readonly ManualResetEventSlim _mayEnd = new();
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Messages _log = new();

    public void Dispose()
    {
        _isBuilding.Dispose();
        _mayEnd.Dispose();
        _log.Dispose();
    }

    [TestMethod]
    public void NeverStarted_IsAsThePageShows()
    {
        using var loop = Start(new EventLoopOptions { LoggerFactory = _log });
        var dns = CrochetProxy.Create<IDns>(new Lookups(this), loop);
        var importer = BuildOn(loop);

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => dns.GetHostByName("example"));

        AssertShown("never-started", timeout.Message);
        AssertShown("snapshot", timeout.Loop!.ToString());
        AssertShown("graph", timeout.Loop.ToDot());
        _log.Next("still does");
        _mayEnd.Set();
        importer.Join();
        AssertShown("stuck", _log.Next("still does"));
        AssertShown("slow", _log.Next("held the loop"));
    }

    [TestMethod]
    public void NeverStarted_CanBeTriedAgain()
    {
        using var loop = Start();
        var dns = CrochetProxy.Create<IDns>(new Lookups(this), loop);
        var importer = BuildOn(loop);
        _answer.SetResult("127.0.0.1");
        var address = "";

        #region again
        try
        {
            address = dns.GetHostByName("example");
        }
        catch (CrochetTimeoutException timeout) when (timeout.IsWithdrawn)
        {
            // The look-up was not made and will not be, so it is safe to try again.
            WaitUntilItIsQuieter(timeout.Loop);
            address = dns.GetHostByName("example");
        }
        #endregion

        Assert.AreEqual("127.0.0.1", address);
        importer.Join();

        void WaitUntilItIsQuieter(LoopSnapshot? then)
        {
            Assert.AreEqual("IReport.Build", then?.Running?.Call);
            _mayEnd.Set();
            loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        }
    }

    [TestMethod]
    public void NotStartedYet_IsAsThePageShows()
    {
        using var loop = Start();
        var importer = BuildOn(loop);
        EventualResult<int> result = loop.RunInReactor(CountOrders);

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.FromSeconds(0.2)));

        AssertShown("not-started-yet", timeout.Message);
        _mayEnd.Set();
        importer.Join();
    }

    [TestMethod]
    public void Running_IsAsThePageShows()
    {
        using var loop = Start();
        var report = CrochetProxy.Create<IReport>(new Reports(this), loop);

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => report.BuildQuickly());

        AssertShown("running", timeout.Message);
        _mayEnd.Set();
    }

    [TestMethod]
    public void Awaiting_IsAsThePageShows()
    {
        using var loop = Start(new EventLoopOptions { LoggerFactory = _log });
        var dns = CrochetProxy.Create<IDns>(new Lookups(this), loop);

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => dns.GetHostByName("example"));

        AssertShown("awaiting", timeout.Message);
        loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        AssertShown("abandoned", loop.GetSnapshot().ToString());
        _answer.SetResult("127.0.0.1");
        AssertShown("abandoned-ended", _log.Next("abandoned"));
    }

    [TestMethod]
    public void LoopNotStarted_IsAsThePageShows()
    {
        using var loop = new EventLoop();
        var dns = CrochetProxy.Create<IDns>(new Lookups(this), loop);

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => dns.GetHostByName("example"));

        AssertShown("loop-not-started", timeout.Message);
    }

    [TestMethod]
    public void OtherLoop_IsAsThePageShows()
    {
        using var reports = Start(new EventLoopOptions { Name = "Reports" });
        using var web = Start(new EventLoopOptions { Name = "Web" });
        var importer = BuildOn(reports);
        var count = reports.RunInReactor(CountOrders);
        var page = web.RunInReactor(() => count.Wait(TestTimeouts.MustNotElapse));
        SpinWait.SpinUntil(() => web.GetSnapshot().Waits.Count > 0, TestTimeouts.MustNotElapse);

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => web.WaitFor(TimeSpan.FromSeconds(0.2), CountOrders));

        AssertShown("other-loop", timeout.Message);
        _mayEnd.Set();
        importer.Join();
        page.Wait(TestTimeouts.MustNotElapse);
    }

    [TestMethod]
    public void Ring_IsAsThePageShows()
    {
        using var reports = Start(new EventLoopOptions { Name = "Reports" });
        using var web = Start(new EventLoopOptions { Name = "Web" });
        var guard = TestTimeouts.MustNotElapse;

        var deadlock = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => web.WaitFor(guard, () => reports.WaitFor(guard, () => web.WaitFor(guard, CountOrders))));

        AssertShown("ring", deadlock.Message);
    }

    [TestMethod]
    public void Arguments_AreAsThePageShows()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new Lookups(this));

        #region arguments
        services.AddCrochet(options => options.Loop.ShowArguments = true).AddProxied<IDns, Lookups>();
        #endregion

        using var container = services.BuildServiceProvider();
        var dns = container.GetRequiredService<IDns>();

        var timeout = Assert.ThrowsExactly<CrochetTimeoutException>(() => dns.GetHostByName("example"));

        AssertShown("arguments", timeout.Message);
        _answer.SetResult("127.0.0.1");
    }

    [TestMethod]
    public void Listening_Compiles()
    {
        var services = new ServiceCollection();

        #region offload
        services.AddLogging();
        services.AddCrochet().OffloadLogging();
        #endregion

        #region health
        services.AddHealthChecks().AddCrochet(limits =>
        {
            limits.MaxTurn = TimeSpan.FromSeconds(2);
            limits.MaxQueueLength = 500;
        });
        #endregion

        Assert.IsNotEmpty(services);
    }

    private static EventLoop Start(EventLoopOptions? options = null)
    {
        var loop = new EventLoop(options ?? new EventLoopOptions());
        loop.Start();
        return loop;
    }

    /// <summary>A thread that is blocked in IReport.Build, which holds the loop.</summary>
    private Thread BuildOn(EventLoop loop)
    {
        var report = CrochetProxy.Create<IReport>(new Reports(this), loop);
        var importer = new Thread(() => BuildUnlessStopped(report)) { Name = "Importer" };
        importer.Start();
        Assert.IsTrue(_isBuilding.Wait(TestTimeouts.MustNotElapse));
        Assert.IsTrue(SpinWait.SpinUntil(() => loop.GetSnapshot().Running?.Caller is not null, TestTimeouts.MustNotElapse));
        return importer;
    }

    private static void BuildUnlessStopped(IReport report)
    {
        try
        {
            report.Build();
        }
        catch (Exception exception) when (exception is EventLoopStoppedException or CrochetTimeoutException)
        {
            // The test has failed, and says so itself.
        }
    }

    private static int CountOrders() => 0;

    private static void AssertShown(string name, string text)
    {
        var page = File.ReadAllText(Repository.PathOf("docs/timeouts.md"));
        var block = Regex.Match(page, $"```[a-z]+ {name}\n(.*?)```", RegexOptions.Singleline);
        Assert.IsTrue(block.Success && Timeless(block.Groups[1].Value) == Timeless(text),
            $"docs/timeouts.md does not show as {name}:\n{text}");
    }

    // Times, thread numbers and line breaks are of the moment; so is whether a short phase took any time at all.
    private static string Timeless(string text)
    {
        var timeless = ShortPhases().Replace(Numbers().Replace(Times().Replace(text, "T"), "$1 N"), "");
        return Spaces().Replace(timeless, " ").Trim();
    }

    [GeneratedRegex(@", after T (in the queue|on the loop thread)( and T on the loop thread)?")]
    private static partial Regex ShortPhases();

    [GeneratedRegex(@"\b\d+(\.\d+)? m?s\b")]
    private static partial Regex Times();

    [GeneratedRegex(@"(thread|Crochet #)\s*\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed class Reports(Timeouts test)
    {
        public string Build()
        {
            test._isBuilding.Set();
            test._mayEnd.Wait(TestTimeouts.MustNotElapse);
            return "";
        }

        public string BuildQuickly() => Build();
    }

    private sealed class Lookups(Timeouts test)
    {
        public Task<string> GetHostByNameAsync(string name) => test._answer.Task;
    }

    private sealed class Messages : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<string> _all = new();

        public string Next(string part)
        {
            Assert.IsTrue(SpinWait.SpinUntil(() => _all.Any(IsIt), TestTimeouts.MustNotElapse));
            return _all.First(IsIt);

            bool IsIt(string message) => message.Contains(part, StringComparison.Ordinal);
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            _all.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
