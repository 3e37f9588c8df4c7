using Crochet.Calls;
using Crochet.Diagnostics;

namespace Crochet.Tests;

/// <summary>What a timeout says, word by word, for each phase.</summary>
[TestClass]
public sealed class TimeoutMessageTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Gate _isHeld = new();
    private readonly Gate _release = new();

    [TestMethod]
    public void Message_NeverStarted_NamesTheCulpritAndIsSafeToTryAgain()
    {
        using var loop = TestLoop.Start(Options());
        loop.Post(BuildReport);
        _isHeld.Pass();
        loop.Post(() => { });
        _time.Advance(TimeSpan.FromSeconds(4.98));

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, Ask));

        Assert.AreEqual(
            "TimeoutMessageTests.Ask got no result within 0 ms: it never started, with 1 before it, and never will, so that calling again "
                + "is safe. "
            + "The loop 'Kitchen' has been running TimeoutMessageTests.BuildReport for 4.98 s, with 2 calls behind it.",
            thrown.Message);
        Assert.AreEqual(1, thrown.QueuePosition);
        _release.Open();
    }

    [TestMethod]
    public void Message_LoopHeldByAnotherCallersCall_NamesThatCaller()
    {
        using var loop = TestLoop.Start(Options());
        var importer = Caller.Start(() => loop.WaitFor(TestTimeouts.MustNotElapse, BuildReport));
        _isHeld.Pass();
        importer.UntilBlocked();
        _time.Advance(TimeSpan.FromSeconds(2));

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, Ask));

        Assert.MatchesRegex(@"running TimeoutMessageTests\.BuildReport \(called by thread \d+ 'Caller'\) for 2 s, with 1 call behind it\.$",
            thrown.Message);
        Assert.EndsWith("'Caller'", thrown.Loop!.Running!.Caller!);
        _release.Open();
        importer.Join();
    }

    [TestMethod]
    public void Message_NotStartedYetButWaitedFor_DoesNotCallItSafe()
    {
        using var loop = TestLoop.Start(Options());
        loop.Post(BuildReport);
        _isHeld.Pass();
        var result = loop.RunInReactor(Ask);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));

        Assert.StartsWith("TimeoutMessageTests.Ask got no result within 0 ms: it has not started yet. The loop", thrown.Message);
        _release.Open();
    }

    [TestMethod]
    public void Message_Running_SaysForHowLongAndAfterWhat()
    {
        using var loop = TestLoop.Start(Options());
        var first = loop.Hold();
        var result = loop.RunInReactor(BuildReport);
        _time.Advance(TimeSpan.FromSeconds(1));
        first.Open();
        _isHeld.Pass();
        _time.Advance(TimeSpan.FromMilliseconds(250));

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));

        Assert.AreEqual(
            "TimeoutMessageTests.BuildReport got no result within 20 ms: it has been running for 250 ms, after 1 s in the queue. "
            + "It holds the loop 'Kitchen', with 0 calls behind it.",
            thrown.Message);
        Assert.AreEqual(TimeSpan.FromSeconds(1), thrown.Progress!.Queued);
        Assert.AreEqual(TimeSpan.FromMilliseconds(250), thrown.Progress.Running);
        _release.Open();
    }

    [TestMethod]
    public void Message_Awaiting_SaysForHowLongAndThatTheLoopIsFree()
    {
        using var loop = TestLoop.Start(Options());
        var result = loop.RunInReactor(NeverEnds);
        loop.CatchUp();
        _time.Advance(TimeSpan.FromSeconds(3));

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));

        Assert.AreEqual(
            "TimeoutMessageTests.NeverEnds got no result within 0 ms: it has been awaiting something for 3 s. "
            + "The loop 'Kitchen' is free, with 0 calls queued and 1 pending.",
            thrown.Message);
    }

    [TestMethod]
    public void Message_LoopBlockedForAnotherLoop_NamesThatOne()
    {
        using var cellar = TestLoop.Start("Cellar");
        using var loop = TestLoop.Start(Options());
        var bottle = cellar.RunInReactor(NeverEnds);
        var blocked = loop.RunInReactor(() => bottle.Wait(TestTimeouts.MustNotElapse));
        Wait.Until(() => loop.GetSnapshot().Waits.Count == 1);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, Ask));

        Assert.EndsWith(
            "with 1 call behind it; it is blocked there, waiting for TimeoutMessageTests.NeverEnds of the loop 'Cellar'.", thrown.Message);
        bottle.Cancel();
        Assert.Throws<OperationCanceledException>(blocked.UntilEnded);
    }

    [TestMethod]
    public void Message_OfAResultWithoutALoop_SaysSo()
    {
        var result = EventualResult.FromTask(new TaskCompletionSource().Task);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));

        Assert.AreEqual("A result without a loop had not ended within 0 ms.", thrown.Message);
        Assert.IsNull(thrown.Loop);
    }

    [TestMethod]
    public void Arguments_NotAskedFor_AreNotShown()
    {
        using var loop = new EventLoop(Options());

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.Calls.Block(new Dialling(), "secret", TimeSpan.Zero));

        Assert.DoesNotContain("secret", thrown.Message);
        Assert.DoesNotContain("secret", thrown.Loop!.ToJson());
    }

    [TestMethod]
    public void Arguments_AskedFor_AreInTheMessageAndNotInTheCallsName()
    {
        var options = Options();
        options.ShowArguments = true;
        using var loop = new EventLoop(options);

        var thrown = Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.Calls.Block(new Dialling(), "example", TimeSpan.Zero));

        Assert.StartsWith("IDns.GetHostByName(\"example\") got no result", thrown.Message);
        Assert.AreEqual("IDns.GetHostByName", thrown.Call);
        Assert.AreEqual("(\"example\")", thrown.Progress!.Arguments);
    }

    [TestMethod]
    public void ArgumentText_OfManyKinds_ShowsValuesThatCannotChangeAndTypesElse()
    {
        var text = ArgumentText.Of(
            ["a\nb", "say \"\\\"", 1.5, null, true, DayOfWeek.Friday, TimeSpan.FromSeconds(90), new List<int>(), new string('x', 200)]);

        Assert.AreEqual($"(\"a\\nb\", \"say \\\"\\\\\\\"\", 1.5, null, true, Friday, 00:01:30, {{List}}, \"{new string('x', 100)}…\")",
            text);
    }

    private EventLoopOptions Options() => new() { Name = "Kitchen", TimeProvider = _time };

    private void BuildReport()
    {
        _isHeld.Open();
        _release.Pass();
    }

    private static void Ask()
    {
    }

    private static Task NeverEnds() => new TaskCompletionSource().Task;

    private sealed class Dialling : CallInvoker
    {
        public override bool TakesToken => false;

        public override string GetName(object body) => "IDns.GetHostByName";

        public override string? GetArguments(object body) => ArgumentText.Of([body]);

        public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) => call.Succeed();
    }
}
