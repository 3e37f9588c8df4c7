using Crochet.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crochet.Tests.Diagnostics;

/// <summary>Who is told of a failure that nobody can retrieve any more.</summary>
[TestClass]
public sealed class LoopReportsTests : IDisposable
{
    private readonly EventLoop _loop = new(new EventLoopOptions { Name = "Kitchen" });
    private readonly RecordingLoggerFactory _log = new();
    private readonly Failure _failure = new(new InvalidOperationException("burnt"));

    public void Dispose()
    {
        _loop.Dispose();
        _log.Dispose();
    }

    [TestMethod]
    public void Report_HandlersThatThrow_TellsTheOthersAndTheLog()
    {
        var reports = new LoopReports(_loop, _log.CreateLogger(""), isLogged: true);
        var told = new List<UnobservedFailureEventArgs>();
        reports.Handlers += (_, _) => throw new InvalidOperationException("a handler's");
        reports.Handlers += (_, reported) => told.Add(reported);

        reports.Report(_failure, "Toast");

        Assert.AreSame(_failure, told.Single().Failure);
        Assert.AreSame(_loop, told.Single().Loop);
        Assert.AreEqual("Toast", told.Single().Source);
        CollectionAssert.AreEqual(new[] { 3, 9 }, _log.Entries.Select(entry => entry.Id.Id).ToArray());
        Assert.AreSame(_failure.Exception, _log.At(LogLevel.Error).First().Exception);
    }

    [TestMethod]
    public void Report_HandlerTakenAway_IsNotTold()
    {
        var reports = new LoopReports(_loop, NullLogger.Instance, isLogged: true);
        var told = 0;
        EventHandler<UnobservedFailureEventArgs> handler = (_, _) => told++;
        reports.Handlers += handler;
        reports.Handlers -= handler;

        reports.Report(_failure, "Toast");

        Assert.AreEqual(0, told);
    }

    [TestMethod]
    public void Report_StandardErrorThrows_IsSwallowed()
    {
        var reports = new LoopReports(_loop, NullLogger.Instance, isLogged: false);
        var error = Console.Error;
        Console.SetError(new ThrowingWriter());
        try
        {
            reports.Report(_failure, "Toast");
        }
        finally
        {
            Console.SetError(error);
        }
    }

    private sealed class ThrowingWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new NotSupportedException("a writer's");
    }
}
