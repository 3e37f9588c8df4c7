using System.Runtime.InteropServices;
using Crochet.Scenarios;

namespace Crochet.Tests;

/// <summary>A process with a loop in it ends as it would without.</summary>
[TestClass]
public sealed class ProcessExitTests
{
    private const int Interrupted = 128 + 2;
    private const int Terminated = 128 + 15;

    [TestMethod]
    public void Exit_MainReturns_KeepsItsExitCodeAndPrintsNothing() =>
        Assert.AreEqual(new ChildProcess.Exit(7, "", ""), ChildProcess.Run(ExitScenarios.ReturnFromMain));

    [TestMethod]
    public void Exit_MainReturnsWithCallsInFlight_IsNotHeldUp() =>
        Assert.AreEqual(new ChildProcess.Exit(7, "", ""), ChildProcess.Run(ExitScenarios.ReturnFromMainWithCallsInFlight));

    [TestMethod]
    public void Exit_MainReturnsWithTheLoopHeld_IsNotHeldUp() =>
        Assert.AreEqual(new ChildProcess.Exit(7, "", ""), ChildProcess.Run(ExitScenarios.ReturnFromMainWithTheLoopHeld));

    [TestMethod]
    public void Exit_MainReturnsWithABackgroundThreadInAWait_IsNotHeldUp() =>
        Assert.AreEqual(7, ChildProcess.Run(ExitScenarios.ReturnFromMainWithABlockedBackgroundThread).Code);

    [TestMethod]
    public void Exit_MainReturnsWithAForegroundThreadInAWait_ComesWithTheWaitsEnd() => Assert.AreEqual(
        new ChildProcess.Exit(7, "EventLoopStoppedException\n", ""),
        ChildProcess.Run(ExitScenarios.ReturnFromMainWithAForegroundThreadInAWait));

    [TestMethod]
    public void Exit_MainEndsInAWaitThatTheStopEnds_KeepsItsExitCode() => Assert.AreEqual(
        new ChildProcess.Exit(7, "EventLoopStoppedException\n", ""),
        ChildProcess.Run(ExitScenarios.MainThatEndsInAWaitWhichTheStopEnds));

    [TestMethod]
    public void Exit_LoopWasNeverStarted_PrintsNothing() =>
        Assert.AreEqual(new ChildProcess.Exit(7, "", ""), ChildProcess.Run(ExitScenarios.LoopThatWasNeverStarted));

    [TestMethod]
    public void Exit_EnvironmentExit_KeepsItsExitCode() =>
        Assert.AreEqual(new ChildProcess.Exit(3, "", ""), ChildProcess.Run(ExitScenarios.Exit));

    [TestMethod]
    public void Exit_EnvironmentExitOnTheLoopThread_DoesNotHang() =>
        Assert.AreEqual(4, ChildProcess.Run(ExitScenarios.ExitFromTheLoopThread).Code);

    [TestMethod]
    public void Exit_MainReturns_SignalsStoppingOnTheLoopThread() =>
        Assert.AreEqual("stopping, in the loop: True\n", ChildProcess.Run(ExitScenarios.TheEndStopsTheLoop).Output);

    [TestMethod]
    public void Exit_MainReturns_SignalsTheTokensOfCallsInFlight() =>
        Assert.AreEqual("cancelled\n", ChildProcess.Run(ExitScenarios.TheEndSignalsTheTokensOfCallsInFlight).Output);

    [TestMethod]
    public void Exit_LoopNotInTheBackground_IsHeldUpUntilItsStop() =>
        Assert.AreEqual(new ChildProcess.Exit(7, "after Main\n", ""), ChildProcess.Run(ExitScenarios.ForegroundLoopThatStopsItself));

    [TestMethod]
    public void Exit_ManyHeldResults_PrintsNothing() =>
        Assert.AreEqual(new ChildProcess.Exit(0, "", ""), ChildProcess.Run(ExitScenarios.ManyHeldResults));

    [TestMethod]
    public void Exit_ManyQueuedResults_PrintsNothing() =>
        Assert.AreEqual(new ChildProcess.Exit(0, "", ""), ChildProcess.Run(ExitScenarios.ManyQueuedResults));

    [TestMethod]
    public void Exception_InACallback_DoesNotEndTheProcess()
    {
        var exit = ChildProcess.Run(ExitScenarios.UnhandledExceptionInACallback);

        Assert.AreEqual(0, exit.Code);
        Assert.AreEqual("still running\n", exit.Output);
        Assert.Contains("thrown by a callback", exit.Error);
    }

    [TestMethod]
    public void Exception_InAsyncVoid_DoesNotEndTheProcess()
    {
        var exit = ChildProcess.Run(ExitScenarios.AsyncVoidThatThrows);

        Assert.AreEqual(0, exit.Code);
        Assert.AreEqual("still running\n", exit.Output);
        Assert.Contains("thrown by async void", exit.Error);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Interrupt_MainBlockedInWait_EndsTheProcess() =>
        Assert.AreEqual(Interrupted, SignalWhenReady(SignalScenarios.BlockedInWait, PosixSignal.SIGINT).Code);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Interrupt_MainBlockedInWaitFor_EndsTheProcess() =>
        Assert.AreEqual(Interrupted, SignalWhenReady(SignalScenarios.BlockedInWaitFor, PosixSignal.SIGINT).Code);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Interrupt_MainBlockedInRun_EndsTheProcess() =>
        Assert.AreEqual(Interrupted, SignalWhenReady(SignalScenarios.BlockedInRun, PosixSignal.SIGINT).Code);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Terminate_MainBlockedInWait_EndsTheProcess() =>
        Assert.AreEqual(Terminated, SignalWhenReady(SignalScenarios.BlockedInWait, PosixSignal.SIGTERM).Code);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Interrupt_HandlerStopsTheLoop_WaitThrowsEventLoopStopped() =>
        Assert.AreEqual(23, SignalWhenReady(SignalScenarios.HandlerStopsTheLoop, PosixSignal.SIGINT).Code);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Terminate_HandlerStopsTheLoop_WaitThrowsEventLoopStopped() =>
        Assert.AreEqual(23, SignalWhenReady(SignalScenarios.TerminationHandlerStopsTheLoop, PosixSignal.SIGTERM).Code);

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Interrupt_HandlerSignalsTheWaitsToken_LoopGoesOn() =>
        Assert.AreEqual(23, SignalWhenReady(SignalScenarios.HandlerInterruptsTheWaitAlone, PosixSignal.SIGINT).Code);

    [TestMethod]
    public void ChildProcess_AwaitedInTheLoop_IsNoticed()
    {
        using var loop = TestLoop.Start();

        var exit = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            using var child = System.Diagnostics.Process.Start(ChildProcess.StartInfo(ExitScenarios.LoopThatWasNeverStarted))!;
            await child.WaitForExitAsync();
            return (child.ExitCode, loop.IsInLoopThread);
        });

        Assert.AreEqual((7, true), exit);
    }

    private static ChildProcess.Exit SignalWhenReady(Delegate scenario, PosixSignal signal)
    {
        using var child = ChildProcess.Start(scenario);
        Assert.AreEqual("ready", child.ReadLine());
        child.Signal(signal);
        return child.WaitForExit();
    }
}
