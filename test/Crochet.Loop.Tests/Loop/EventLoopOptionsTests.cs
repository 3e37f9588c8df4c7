using System.Runtime.CompilerServices;
using Crochet.Scenarios;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopOptionsTests
{
    [TestMethod]
    public void Options_Unset_HaveTheirDefaults()
    {
        var options = new EventLoopOptions();

        Assert.AreEqual("Crochet", options.Name);
        Assert.IsTrue(options.IsBackground);
        Assert.AreSame(TimeProvider.System, options.TimeProvider);
        Assert.IsNull(options.LoggerFactory);
        Assert.AreEqual(TimeSpan.FromHours(1), options.StashLifetime);
        Assert.AreEqual(TimeSpan.FromMilliseconds(100), options.SlowTurnThreshold);
        Assert.AreEqual(1000, options.MaxPoolCompensation);
    }

    [TestMethod]
    public void Options_ChangedAfterTheConstructor_ChangeNothing()
    {
        var time = new FakeTimeProvider();
        var options = new EventLoopOptions { Name = "before", StashLifetime = TimeSpan.FromSeconds(1), TimeProvider = time };
        using var loop = new EventLoop(options);

        options.Name = "after";
        options.StashLifetime = Timeout.InfiniteTimeSpan;
        options.TimeProvider = TimeProvider.System;
        options.IsBackground = false;
        loop.Start();

        var (thread, isBackground) = loop.WaitFor(
            TestTimeouts.MustNotElapse, () => (Thread.CurrentThread.Name, Thread.CurrentThread.IsBackground));
        var id = loop.RunInReactor(() => { }).Stash();
        loop.CatchUp();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.AreEqual("before", loop.Name);
        Assert.AreEqual("before", thread);
        Assert.IsTrue(isBackground);
        Assert.IsFalse(loop.Stash.TryRetrieve(id, out _));
    }

    [TestMethod]
    public void Name_OfTheLoop_IsItsThreads()
    {
        using var loop = TestLoop.Start("Kitchen");

        Assert.AreEqual("Kitchen", loop.Name);
        Assert.AreEqual("Kitchen", loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread.Name));
    }

    [TestMethod]
    public void Name_OfTheLoop_IsInItsLogEntries()
    {
        using var logs = new RecordingLoggerFactory();
        using var loop = TestLoop.Start(new EventLoopOptions { Name = "Kitchen", LoggerFactory = logs });

        loop.Post(() => throw new InvalidOperationException("thrown"));

        Assert.Contains("Kitchen", logs.Next(entry => entry.Level == LogLevel.Error).Message);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void IsBackground_OfTheOptions_IsTheThreads(bool isBackground)
    {
        using var loop = TestLoop.Start(new EventLoopOptions { IsBackground = isBackground });

        Assert.AreEqual(isBackground, loop.WaitFor(TestTimeouts.MustNotElapse, () => Thread.CurrentThread.IsBackground));
    }

    [TestMethod]
    public void Thread_OfTheOptions_IsTheLoops()
    {
        using var loop = TestLoop.Start(new EventLoopOptions { Priority = ThreadPriority.BelowNormal, MaxStackSize = 16 << 20 });

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse,
            () => (Thread.CurrentThread.Priority, RuntimeHelpers.TryEnsureSufficientExecutionStack()));

        Assert.AreEqual((ThreadPriority.BelowNormal, true), seen);
    }

    [TestMethod]
    public void Run_OptionsOfAThread_LeaveTheThreadAsItIs()
    {
        using var loop = new EventLoop(new EventLoopOptions { Priority = ThreadPriority.BelowNormal });
        loop.Post(loop.Stop);

        var priority = Caller.Start(() =>
        {
            loop.Run();
            return Thread.CurrentThread.Priority;
        });

        Assert.AreEqual(ThreadPriority.Normal, priority.Join());
    }

    [TestMethod]
    public void Constructor_NegativeStackSize_Throws() => Assert.AreEqual(
        "MaxStackSize",
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EventLoop(new EventLoopOptions { MaxStackSize = -1 })).ParamName);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Constructor_SingleThreadedApartmentElsewhereThanOnWindows_Throws() => Assert.ThrowsExactly<PlatformNotSupportedException>(
        () => new EventLoop(new EventLoopOptions { ApartmentState = ApartmentState.STA }));

    [TestMethod]
    public void ApartmentState_MultiThreaded_RunsEverywhere()
    {
        using var loop = TestLoop.Start(new EventLoopOptions { ApartmentState = ApartmentState.MTA });

        loop.CatchUp();
    }

    [TestMethod]
    public void Constructor_OptionsThatMakeNoSense_Throws()
    {
        var hour = TimeSpan.FromHours(1);

        Assert.Throws<ArgumentException>(() => new EventLoop(new EventLoopOptions { Name = null! }));
        Assert.Throws<ArgumentException>(() => new EventLoop(new EventLoopOptions { Name = "" }));
        Assert.Throws<ArgumentException>(() => new EventLoop(new EventLoopOptions { TimeProvider = null! }));
        Assert.Throws<ArgumentException>(() => new EventLoop(new EventLoopOptions { StashLifetime = -hour }));
        Assert.Throws<ArgumentException>(() => new EventLoop(new EventLoopOptions { SlowTurnThreshold = -hour }));
        Assert.Throws<ArgumentException>(() => new EventLoop(new EventLoopOptions { MaxPoolCompensation = -1 }));
    }

    [TestMethod]
    public void SlowTurnThreshold_TurnIsLonger_IsLoggedAsAWarningThatNamesIt()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, TimeProvider = time, RealTime = time });

        loop.Post(SlowCallback);

        var warning = logs.Next(entry => entry.Level == LogLevel.Warning);
        Assert.Contains(nameof(SlowCallback), warning.Message);
        void SlowCallback() => time.Advance(TimeSpan.FromMilliseconds(150));
    }

    [TestMethod]
    public void SlowTurnThreshold_CallIsLonger_IsLoggedAsAWarningThatNamesIt()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, TimeProvider = time, RealTime = time });

        loop.RunInReactor(SlowCall).UntilEnded();

        var warning = logs.Next(entry => entry.Level == LogLevel.Warning);
        Assert.Contains(nameof(SlowCall), warning.Message);
        void SlowCall() => time.Advance(TimeSpan.FromMilliseconds(150));
    }

    [TestMethod]
    public void SlowTurnThreshold_TurnDoesNotEnd_IsLoggedMeanwhileAndSeldomer()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, TimeProvider = time, RealTime = time });
        var isHeld = new Gate();
        var release = new Gate();
        loop.Post(StuckCallback);
        isHeld.Pass();

        time.AdvanceBySeconds(60);

        var warnings = logs.At(LogLevel.Warning).ToList();
        Assert.IsGreaterThanOrEqualTo(2, warnings.Count);
        Assert.IsLessThanOrEqualTo(20, warnings.Count);
        foreach (var warning in warnings)
            Assert.Contains(nameof(StuckCallback), warning.Message);
        release.Open();
        void StuckCallback()
        {
            isHeld.Open();
            release.Pass();
        }
    }

    [TestMethod]
    public void SlowTurnThreshold_TurnIsShorter_IsNotLogged()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, TimeProvider = time, RealTime = time });

        loop.RunInReactor(() => time.Advance(TimeSpan.FromMilliseconds(50))).UntilEnded();
        loop.CatchUp();

        Assert.IsEmpty(logs.At(LogLevel.Warning));
    }

    [TestMethod]
    public void SlowTurnThreshold_Raised_IsTheLoops()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions
        {
            LoggerFactory = logs,
            TimeProvider = time,
            RealTime = time,
            SlowTurnThreshold = TimeSpan.FromSeconds(1),
        });

        loop.RunInReactor(() => time.Advance(TimeSpan.FromMilliseconds(900))).UntilEnded();
        loop.CatchUp();

        Assert.IsEmpty(logs.At(LogLevel.Warning));
    }

    [TestMethod]
    public void SlowTurnThreshold_CallAwaitsLonger_IsNotLogged()
    {
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs, TimeProvider = time, RealTime = time });
        var result = loop.RunInReactor(() => Task.Delay(TimeSpan.FromSeconds(5), loop.TimeProvider));
        loop.CatchUp();

        time.Advance(TimeSpan.FromSeconds(5));
        result.UntilEnded();
        loop.CatchUp();

        Assert.IsEmpty(logs.At(LogLevel.Warning));
    }

    [TestMethod]
    public void MaxPoolCompensation_Default_RaisesThePoolsMinimumForEachBlockedPoolThread() => Assert.AreEqual(
        "raised by 8, then by 0\n", ChildProcess.Run(PoolScenarios.BlockedPoolThreadsRaiseThePoolsMinimum).Output);

    [TestMethod]
    public void MaxPoolCompensation_FewerThanAreBlocked_IsTheMost() =>
        Assert.AreEqual("raised by 3, then by 0\n", ChildProcess.Run(PoolScenarios.CompensationIsBounded).Output);

    [TestMethod]
    public void MaxPoolCompensation_ApplicationBlocksThePoolsLastThreads_WorkGoesOn() =>
        Assert.AreEqual("all ended\nraised by 0\n", ChildProcess.Run(PoolScenarios.ApplicationBlocksThePoolToo).Output);

    [TestMethod]
    public void MaxPoolCompensation_ApplicationSetsTheMinimumMeanwhile_KeepsIt() =>
        Assert.AreEqual("kept\n", ChildProcess.Run(PoolScenarios.ApplicationSetsTheMinimumMeanwhile).Output);

    [TestMethod]
    public void MaxPoolCompensation_OfTwoLoops_BoundsEachOnesShare() =>
        Assert.AreEqual("raised by 5, then by 0\n", ChildProcess.Run(PoolScenarios.CompensationIsBoundedForEachLoop).Output);

    [TestMethod]
    public void MaxPoolCompensation_Zero_LeavesThePoolAlone() =>
        Assert.AreEqual("raised by 0, then by 0\n", ChildProcess.Run(PoolScenarios.CompensationIsTurnedOff).Output);
}
