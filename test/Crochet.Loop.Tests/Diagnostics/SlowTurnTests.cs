using Crochet.Calls;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>Warnings of turns that hold the loop for too long.</summary>
[TestClass]
public sealed class SlowTurnTests : IDisposable
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLoggerFactory _log = new();

    public void Dispose() => _log.Dispose();

    [TestMethod]
    public void Turn_WithinTheThreshold_IsNotLogged()
    {
        using var loop = TestLoop.Start(Options());

        Take(loop, _second);

        Assert.IsEmpty(Warnings());
        Assert.AreEqual(0, loop.GetSnapshot().SlowTurnCount);
    }

    [TestMethod]
    public void Turn_BeyondTheThreshold_IsLoggedWithItsNameAndTime()
    {
        using var loop = TestLoop.Start(Options());

        Take(loop, 1.5 * _second);

        var warning = _log.Next(entry => entry.Id.Id == 4);
        Assert.AreEqual(LogLevel.Warning, warning.Level);
        Assert.AreEqual("SlowTurnTests.Take (lambda) held the loop 'Kitchen' for 1.5 s.", warning.Message);
        Assert.AreEqual(1, loop.GetSnapshot().SlowTurnCount);
    }

    [TestMethod]
    public void Turn_ThatStillRuns_IsLoggedMeanwhileEachTimeItHasDoubled()
    {
        using var loop = TestLoop.Start(Options());
        var release = loop.Hold();

        _time.AdvanceBySeconds(60);

        var stuck = Warnings().ToList();
        Assert.IsTrue(stuck.All(entry => entry.Id.Id == 5 && entry.Message.EndsWith(", and still does.", StringComparison.Ordinal)));
        Assert.IsInRange(4, 8, stuck.Count);
        release.Open();
        Assert.EndsWith("held the loop 'Kitchen' for 60 s.", _log.Next(entry => entry.Id.Id == 4).Message);
    }

    [TestMethod]
    public void Turns_OfOneNameAgainAndAgain_AreLoggedOnceInAWhileWithTheNumberLeftOut()
    {
        using var loop = TestLoop.Start(Options());

        for (var turn = 0; turn < 8; turn++)
            Take(loop, 1.5 * _second);

        var ends = Warnings().Where(entry => entry.Id.Id is 4 or 10).Select(entry => entry.Message).ToList();
        Assert.HasCount(2, ends);
        Assert.AreEqual(
            "SlowTurnTests.Take (lambda) held the loop 'Kitchen' for 1.5 s. It was too slow 6 times more since it was last warned of.",
            ends[1]);
        Assert.AreEqual(8, loop.GetSnapshot().SlowTurnCount);
    }

    [TestMethod]
    public void Turns_OfAnotherName_AreLoggedAllTheSame()
    {
        using var loop = TestLoop.Start(Options());

        Take(loop, 1.5 * _second);
        loop.WaitFor(TestTimeouts.MustNotElapse, () => _time.Advance(1.5 * _second));
        loop.CatchUp();

        Assert.AreEqual(2, Warnings().Count(entry => entry.Id.Id == 4));
    }

    [TestMethod]
    public void Turns_LeftOut_AreToldAtTheStop()
    {
        using var loop = TestLoop.Start(Options());
        for (var turn = 0; turn < 3; turn++)
            Take(loop, 1.5 * _second);

        loop.Stop();
        loop.UntilStopped();

        Assert.AreEqual(
            "SlowTurnTests.Take (lambda) held the loop 'Kitchen' for too long 2 times more before the loop stopped.",
            _log.Entries.Single(entry => entry.Id.Id == 11).Message);
    }

    [TestMethod]
    public void Turn_LoopsTimeIsMovedByHand_IsNotLogged()
    {
        var options = Options();
        options.RealTime = new FakeTimeProvider();
        using var loop = TestLoop.Start(options);
        var release = loop.Hold();

        _time.AdvanceBySeconds(60);
        release.Open();
        Take(loop, 60 * _second);

        Assert.IsEmpty(Warnings());
        Assert.AreEqual(0, loop.GetSnapshot().SlowTurnCount);
    }

    [TestMethod]
    public void Turn_LoopsTimeStandsStill_IsLoggedByRealTime()
    {
        var options = Options();
        options.TimeProvider = new FakeTimeProvider();
        using var loop = TestLoop.Start(options);
        var release = loop.Hold();

        _time.Advance(2 * _second);

        Assert.EndsWith(", and still does.", _log.Next(entry => entry.Id.Id == 5).Message);
        release.Open();
        Assert.EndsWith("held the loop 'Kitchen' for 2 s.", _log.Next(entry => entry.Id.Id == 4).Message);
    }

    [TestMethod]
    public async Task Turn_OfATimerThatWokeTheLoop_IsWatched()
    {
        using var loop = TestLoop.Start(Options());
        var isHeld = new Gate();
        var release = new Gate();
        using var timer = loop.CallLater(10 * _second, () =>
        {
            isHeld.Open();
            release.Pass();
        });
        var awaited = loop.Calls.QueueAwaited(TaskInvoker.Instance, () => new TaskCompletionSource().Task, 30 * _second);
        loop.CatchUp();
        Wait.Until(() => loop.Queue.IsAsleep);
        _time.Advance(10 * _second);
        isHeld.Pass();

        _time.Advance(30 * _second);

        await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(() => awaited.WaitAsync(TestTimeouts.MustNotElapse));
        Assert.IsTrue(Warnings().Any(entry => entry.Id.Id == 5));
        release.Open();
    }

    [TestMethod]
    public void Threshold_Infinite_WarnsOfNothing()
    {
        var options = Options();
        options.SlowTurnThreshold = Timeout.InfiniteTimeSpan;
        using var loop = TestLoop.Start(options);

        Take(loop, 3600 * _second);

        Assert.IsEmpty(Warnings());
    }

    private void Take(EventLoop loop, TimeSpan time)
    {
        loop.WaitFor(TestTimeouts.MustNotElapse, () => _time.Advance(time));
        loop.CatchUp();
    }

    private IEnumerable<LogEntry> Warnings() => _log.At(LogLevel.Warning);

    private EventLoopOptions Options() =>
        new() { Name = "Kitchen", TimeProvider = _time, RealTime = _time, LoggerFactory = _log, SlowTurnThreshold = _second };
}
