using Crochet.Calls;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>Work that takes no notice of its cancellation: listed and counted until it ends, and its end told.</summary>
[TestClass]
public sealed class AbandonedTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLoggerFactory _log = new();

    public void Dispose() => _log.Dispose();

    [TestMethod]
    public void Count_CallTakesNoNotice_IsOneUntilItsEnd()
    {
        using var loop = TestLoop.Start(Options());
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(TakesNoNotice);
        loop.CatchUp();
        Assert.AreEqual(0, loop.GetSnapshot().AbandonedCount);

        result.Cancel();
        loop.CatchUp();
        Assert.AreEqual(1, loop.GetSnapshot().AbandonedCount);
        work.SetResult();
        Wait.Until(() => loop.GetSnapshot() is { AbandonedCount: 0, PendingCount: 0 });

        Task TakesNoNotice() => work.Task;
    }

    [TestMethod]
    public void End_IsLoggedWithHowLongItWentOn()
    {
        using var loop = TestLoop.Start(Options());
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(TakesNoNotice);
        loop.CatchUp();
        result.Cancel();
        loop.CatchUp();
        _time.Advance(TimeSpan.FromSeconds(7));

        work.SetResult();

        var entry = _log.Next(entry => entry.Id.Id == 6);
        Assert.AreEqual(LogLevel.Warning, entry.Level);
        Assert.AreEqual(
            "AbandonedTests.End_IsLoggedWithHowLongItWentOn.TakesNoNotice, abandoned in the loop 'Kitchen', has ended: "
            + "it went on for 7 s after its cancellation.",
            entry.Message);

        Task TakesNoNotice() => work.Task;
    }

    [TestMethod]
    public void End_AfterMonths_IsLoggedWithAllOfThem()
    {
        using var loop = TestLoop.Start(Options());
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();
        result.Cancel();
        loop.CatchUp();
        _time.Advance(TimeSpan.FromDays(100));

        work.SetResult();

        Assert.Contains("it went on for 8640000 s after", _log.Next(entry => entry.Id.Id == 6).Message);
    }

    [TestMethod]
    public void End_OfATurnWhoseTimeoutCameMeanwhile_IsLogged()
    {
        using var loop = TestLoop.Start(Options());
        var isHeld = new Gate();
        var release = new Gate();
        var task = loop.Calls.QueueAwaited(ActionInvoker.Instance, (Action)HoldsTheLoop, TimeSpan.FromSeconds(1));
        isHeld.Pass();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.ThrowsExactly<CrochetTimeoutException>(() => task.WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult());
        Assert.IsTrue(loop.GetSnapshot().Running!.IsAbandoned);

        _time.Advance(TimeSpan.FromSeconds(3));
        release.Open();

        var message = _log.Next(entry => entry.Id.Id == 6).Message;
        Assert.MatchesRegex(@"HoldsTheLoop, abandoned in the loop 'Kitchen', has ended: it went on for (3|3\.\d+|4|4\.\d+) s after",
            message);

        void HoldsTheLoop()
        {
            isHeld.Open();
            release.Pass();
        }
    }

    [TestMethod]
    public void End_OfATurnWhoseCallerGaveUp_IsLogged()
    {
        using var loop = TestLoop.Start(Options());
        var isHeld = new Gate();
        var release = new Gate();
        var caller = Caller.Start(() => loop.WaitFor(TimeSpan.FromSeconds(1), HoldsTheLoop));
        isHeld.Pass();
        Assert.ThrowsExactly<CrochetTimeoutException>(() => caller.Join());
        Assert.IsTrue(loop.GetSnapshot().Running!.IsAbandoned);

        _time.Advance(TimeSpan.FromSeconds(3));
        release.Open();

        Assert.Contains("it went on for 3 s after", _log.Next(entry => entry.Id.Id == 6).Message);

        void HoldsTheLoop()
        {
            isHeld.Open();
            release.Pass();
        }
    }

    private EventLoopOptions Options() => new() { Name = "Kitchen", TimeProvider = _time, LoggerFactory = _log };
}
