namespace Crochet.Tests.Calling;

/// <summary>What a call in another process reports comes to the caller's own result.</summary>
[TestClass]
public sealed class ProgressTests
{
    private static TestCluster _cluster = null!;
    private static Desk _desk = null!;
    private static IDesk _remote = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _desk = new("first");
        _cluster = await TestCluster.StartAsync(
            worker => worker.AddProxied<IDesk, Desk>(_ => _desk).Offer<IDesk>(), caller => caller.AddRemote<IDesk>());
        _remote = _cluster.Get<IDesk>(1);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestMethod]
    public async Task ReadProgress_OfACallThatGoesOn_GivesEachReportAndTheLast()
    {
        var call = _remote.Report("one three five");
        var read = new List<Reported>();
        await foreach (var report in call.ReadProgressAsync<Reported>())
        {
            read.Add(report);
            GoOnAfter(report);
        }

        CollectionAssert.AreEqual(new Reported[] { new("one", 3), new("three", 5), new("five", 4), new("all", 3) }, read);
        Assert.AreEqual(3, await call);
        Assert.IsTrue(call.TryGetProgress<Reported>(out var last));
        Assert.AreEqual(new("all", 3), last);
    }

    [TestMethod]
    public void TryGetProgress_OfACallThatGoesOn_IsTheLastReport()
    {
        var call = _remote.Report("one");

        Reported? reported = null;
        Wait.Until(() => call.TryGetProgress(out reported));

        Assert.AreEqual(new("one", 3), reported);
        Assert.IsFalse(call.TryGetProgress<int>(out _));
        call.Cancel();
        Assert.IsTrue(call.TryGetProgress(out reported));
    }

    [TestMethod]
    public async Task ReadProgress_OfACallThatFails_EndsAndLeavesTheFailure()
    {
        var call = _remote.Report("one fail");
        var read = new List<string>();
        await foreach (var report in call.ReadProgressAsync<Reported>())
        {
            read.Add(report.Word);
            GoOnAfter(report);
        }

        CollectionAssert.AreEqual(new[] { "one" }, read);
        await Assert.ThrowsExactlyAsync<KeyNotFoundException>(async () => await call);
    }

    [TestMethod]
    public async Task Progress_OfARemoteCallThatIsStashed_CanBeReadFromAnywhere()
    {
        var call = _remote.Report("one two");
        var id = _cluster.Get<IClusterStash>(1).Store(call);
        var read = new List<string>();
        await foreach (var report in _cluster.Get<IClusterStash>(0).ReadProgressAsync<Reported>(id))
        {
            read.Add(report.Word);
            GoOnAfter(report);
        }

        CollectionAssert.AreEqual(new[] { "one", "two", "all" }, read);
        Assert.AreEqual(2, await _cluster.Get<IClusterStash>(0).ClaimAsync<int>(id));
    }

    [TestMethod]
    public async Task ReadProgress_OfACallThatReportsNothing_HasNothingToRead()
    {
        var call = _remote.Later("x");
        await foreach (var report in call.ReadProgressAsync<string>())
            Assert.Fail(report);

        Assert.AreEqual("x from first", await call);
        Assert.IsFalse(call.TryGetProgress<string>(out _));
    }

    // After the last report the call waits for nobody.
    private static void GoOnAfter(Reported report)
    {
        if (report.Word != "all")
            _desk.GoOn.Release();
    }
}
