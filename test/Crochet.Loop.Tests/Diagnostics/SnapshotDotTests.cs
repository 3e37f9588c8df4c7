namespace Crochet.Tests;

/// <summary>The loops and who waits for whom, as a graph.</summary>
[TestClass]
public sealed class SnapshotDotTests
{
    private static readonly CallSnapshot _report =
        new() { Call = "IReport.Build", Phase = CallPhase.Running, Running = TimeSpan.FromSeconds(4.98), Caller = "thread 12 'Importer'" };

    [TestMethod]
    public void ToDot_OneLoop_ShowsWhatRunsAndWhoWaits()
    {
        var snapshot = new LoopSnapshot
        {
            Name = "Kitchen",
            State = EventLoopState.Running,
            TakenAt = default,
            Running = _report,
            QueuedCount = 12,
            Id = 3,
        };

        Assert.AreEqual(
            """
            digraph crochet {
              node [shape=box];
              "Kitchen #3" [label="Kitchen\nIReport.Build for 4.98 s\n12 queued, 0 pending"];
              "thread 12 'Importer'" [shape=ellipse];
              "thread 12 'Importer'" -> "Kitchen #3" [label="IReport.Build"];
            }

            """,
            snapshot.ToDot());
    }

    [TestMethod]
    public void ToDot_LoopsThatWait_AreDrawnOnceWithAnArrow()
    {
        var wait = new LoopWait { From = "A", To = "B", Call = "IDns.Find", FromId = 1, ToId = 2 };
        var a = new LoopSnapshot { Name = "A", State = EventLoopState.Running, TakenAt = default, Id = 1, Waits = [wait] };
        var b = a with { Name = "B", Id = 2 };

        var dot = LoopSnapshot.ToDot([a, b]);

        Assert.AreEqual(2, dot.Split(" [label=\"A\\n").Length);
        Assert.AreEqual(2, dot.Split(" [label=\"B\\n").Length);
        Assert.AreEqual(2, dot.Split("\"A #1\" -> \"B #2\" [label=\"IDns.Find\"];").Length);
    }

    [TestMethod]
    public void ToDot_NamesThatNeedEscaping_AreEscaped()
    {
        var snapshot = new LoopSnapshot { Name = "a \"b\" \\ c", State = EventLoopState.Created, TakenAt = default };

        Assert.Contains("""  "a \"b\" \\ c" [label="a \"b\" \\ c\nCreated""", snapshot.ToDot());
    }

    [TestMethod]
    public void GetSnapshots_LoopsThatWait_KnowThemselves()
    {
        using var kitchen = TestLoop.Start("Kitchen");
        using var cellar = TestLoop.Start("Cellar");
        var bottle = cellar.RunInReactor(() => new TaskCompletionSource().Task);
        var cook = kitchen.RunInReactor(() => bottle.Wait(TestTimeouts.MustNotElapse));
        Wait.Until(() => kitchen.GetSnapshot().Waits.Count == 1);

        var snapshots = EventLoop.GetSnapshots();

        Assert.AreSequenceEqual(["Kitchen", "Cellar"],
            snapshots.Select(snapshot => snapshot.Name).Where(name => name is "Kitchen" or "Cellar"));
        Assert.AreEqual(("Kitchen", "Cellar"), snapshots.Select(snapshot => (snapshot.Waits[0].From, snapshot.Waits[0].To)).First());
        Assert.Contains($"\"Kitchen #{kitchen.Id}\" -> \"Cellar #{cellar.Id}\"", LoopSnapshot.ToDot(snapshots));
        bottle.Cancel();
        Assert.Throws<OperationCanceledException>(cook.UntilEnded);
        Assert.IsEmpty(kitchen.GetSnapshot().Waits);
    }
}
