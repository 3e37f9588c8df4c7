using System.Runtime.InteropServices;
using Crochet.Scenarios;

namespace Crochet.Stress.Exit;

/// <summary>Whatever its loops are at, a process ends within a second.</summary>
[TestClass]
public sealed class LoadedExitTests
{
    private const int Aborted = 128 + 6;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _busyLimit = TimeSpan.FromSeconds(2.6);

    [TestMethod]
    public void ReturnFromMain_EndsInTimeAndPrintsNothing() => AssertQuiet(End(LoadedExitScenarios.Return), 7);

    [TestMethod]
    public void EnvironmentExit_EndsInTimeAndPrintsNothing() => AssertQuiet(End(LoadedExitScenarios.Exit), 9);

    [TestMethod]
    public void Drain_EndsInTimeAndPrintsNothing() => AssertQuiet(End(LoadedExitScenarios.DrainAndReturn), 7);

    [TestMethod]
    public void Interrupt_EndsInTimeAndPrintsNothing() => AssertQuiet(End(LoadedExitScenarios.AwaitASignal, PosixSignal.SIGINT), 128 + 2);

    [TestMethod]
    public void Termination_EndsInTimeAndPrintsNothing() =>
        AssertQuiet(End(LoadedExitScenarios.AwaitASignal, PosixSignal.SIGTERM), 128 + 15);

    [TestMethod]
    public void UnhandledException_EndsWithItAlone()
    {
        var exit = End(LoadedExitScenarios.Throw);

        Assert.AreEqual(Aborted, exit.Code);
        Assert.AreEqual("", exit.Output);
        Assert.StartsWith("Unhandled exception. System.InvalidOperationException: the end", exit.Error);
    }

    [TestMethod]
    public void FailFast_EndsWithItAlone()
    {
        var exit = End(LoadedExitScenarios.FailFast);

        Assert.AreEqual(Aborted, exit.Code);
        Assert.AreEqual("", exit.Output);
        Assert.StartsWith("Process terminated.", exit.Error);
    }

    [TestMethod]
    public void StashedFailures_AreReportedOnceEachAndNothingElseIs()
    {
        var exit = End(LoadedExitScenarios.ReturnWithStashedFailures);

        Assert.AreEqual(7, exit.Code);
        Assert.AreEqual("", exit.Output);
        for (var i = 0; i < 3; i++)
            Assert.HasCount(2, exit.Error.Split($"stashed failure {i}"));
        Assert.HasCount(4, exit.Error.Split("nobody retrieved its failure"));
    }

    private static ChildProcess.Exit End(Func<int> scenario, PosixSignal? signal = null)
    {
        using var child = ChildProcess.Start(scenario);
        Assert.AreEqual("ready", child.ReadLine());
        using var lateness = new Lateness();
        if (signal is { } sent)
            child.Signal(sent);
        var exit = child.WaitForExit();
        lateness.AssertWithin(_limit, _busyLimit);
        return exit;
    }

    private static void AssertQuiet(ChildProcess.Exit exit, int code)
    {
        Assert.AreEqual("", exit.Error);
        Assert.AreEqual("", exit.Output);
        Assert.AreEqual(code, exit.Code);
    }
}
