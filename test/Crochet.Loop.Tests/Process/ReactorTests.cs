using Crochet.Scenarios;

namespace Crochet.Tests;

/// <summary>The process's own loop, in processes of their own.</summary>
[TestClass]
public sealed class ReactorTests
{
    [TestMethod]
    public void Calls_BeforeSetup_ThrowAndSayWhatToCall()
    {
        var lines = ChildProcess.Run(ReactorScenarios.BeforeSetup).Output.TrimEnd().Split('\n');

        Assert.HasCount(4, lines);
        foreach (var line in lines)
            Assert.Contains("Setup", line);
        Assert.Contains("NoSetup", lines[0]);
    }

    [TestMethod]
    public void Setup_First_RunsALoopInAThread() => AssertPrints(ReactorScenarios.SetupRunsALoopInAThread, "Running", "True");

    [TestMethod]
    public void Setup_Again_DoesNothing() => AssertPrints(ReactorScenarios.FirstSetupWins, "first", "True");

    [TestMethod]
    public void Setup_FromManyThreads_MakesOneLoop() => AssertPrints(ReactorScenarios.SetupFromManyThreads, "1", "runs");

    [TestMethod]
    public void NoSetup_First_MakesSetupDoNothing() =>
        AssertPrints(ReactorScenarios.NoSetupMakesSetupDoNothing, "True", "Created");

    [TestMethod]
    public void NoSetup_AfterSetup_Throws() =>
        AssertPrints(ReactorScenarios.NoSetupAfterSetup, nameof(InvalidOperationException), "still runs");

    [TestMethod]
    public void NoSetup_WithALoop_MakesItTheProcesss() => AssertPrints(ReactorScenarios.NoSetupWithALoop, "True");

    [TestMethod]
    public void Run_AfterNoSetup_RunsOnTheCallingThreadUntilStop() =>
        AssertPrints(ReactorScenarios.RunOnTheCallingThread, "True", "Stopped");

    [TestMethod]
    public void Run_AfterSetup_Throws() => AssertPrints(ReactorScenarios.RunAfterSetup, nameof(InvalidOperationException));

    [TestMethod]
    public void Run_CallsMadeBefore_AreRun() => AssertPrints(ReactorScenarios.CallsWaitForRun, "False", "ran");

    [TestMethod]
    public void Stop_AfterSetup_EndsTheLoop() =>
        AssertPrints(ReactorScenarios.StopEndsTheLoop, "True", nameof(EventLoopStoppedException));

    [TestMethod]
    public void Setup_AfterStop_DoesNothing() =>
        AssertPrints(ReactorScenarios.SetupAfterStopDoesNothing, "True", nameof(EventLoopStoppedException));

    [TestMethod]
    public void Stop_MainThreadWaits_UnblocksIt() => Assert.AreEqual(23, ChildProcess.Run(ReactorScenarios.StopUnblocksAWait).Code);

    [TestMethod]
    public void Stop_PoolThreadWaits_UnblocksIt() =>
        Assert.AreEqual(23, ChildProcess.Run(ReactorScenarios.StopUnblocksAWaitInThePool).Code);

    [TestMethod]
    public void RetrieveResult_StashedResults_AreRetrievedOnce() => AssertPrints(
        ReactorScenarios.RetrieveResult, "42", nameof(KeyNotFoundException), nameof(KeyNotFoundException));

    private static void AssertPrints(Delegate scenario, params string[] lines)
    {
        var exit = ChildProcess.Run(scenario);
        Assert.AreEqual("", exit.Error);
        Assert.AreSequenceEqual(lines, exit.Output.TrimEnd().Split('\n'));
        Assert.AreEqual(0, exit.Code);
    }
}
