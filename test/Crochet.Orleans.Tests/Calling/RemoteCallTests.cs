using System.Diagnostics;

namespace Crochet.Tests.Calling;

/// <summary>Calls between two hosts of one cluster: the first offers, the second calls.</summary>
[TestClass]
public sealed class RemoteCallTests
{
    private static TestCluster _cluster = null!;
    private static Desk _desk = null!;
    private static IDesk _remote = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        _desk = new("first");
        _cluster = await TestCluster.StartAsync(
            worker => worker.Offer<IDesk>().AddProxied<IDesk, Desk>(_ => _desk),
            caller => caller.AddRemote<IDesk>());
        _remote = _cluster.Get<IDesk>(1);
    }

    [ClassCleanup]
    public static async Task StopAsync() => await _cluster.DisposeAsync();

    [TestMethod]
    public void Call_OfValues_RunsInTheOtherProcess() => Assert.AreEqual(5, _remote.Add(2, 3));

    [TestMethod]
    public void Call_OfARecord_BringsItThereAndBack()
    {
        var order = new Order(7, "Chairs \"x\"\n", 12.50m, DateTimeOffset.UnixEpoch, ["a"]);

        var returned = _remote.Reorder(order, CancellationToken.None);

        Assert.AreEqual(8, returned.Id);
        Assert.AreEqual(order with { Id = 8, Lines = returned.Lines }, returned);
        CollectionAssert.AreEqual(new[] { "a", "first" }, returned.Lines);
    }

    [TestMethod]
    public void Call_OfADerivedValue_BringsWhatTheDeclaredTypeHas()
    {
        _remote.Reorder(new RushOrder(9, "Tables", 1, DateTimeOffset.UnixEpoch, [], "today"), CancellationToken.None);

        Assert.AreEqual(typeof(Order), _desk.Ordered!.GetType());
        Assert.AreEqual("Tables", _desk.Ordered.Name);
    }

    [TestMethod]
    public async Task Call_ThatReturnsATask_EndsWithTheValue()
    {
        Assert.AreEqual("hello", await _remote.EchoAsync("hello"));
        Assert.AreEqual("", await _remote.EchoAsync(null));
        Assert.AreEqual(_desk.Notes.Count, await _remote.CountAsync());
    }

    [TestMethod]
    public void Call_WithoutAValue_HasRunWhenItReturns()
    {
        _remote.Note("noted");

        CollectionAssert.Contains(_desk.Notes.ToList(), "noted");
    }

    [TestMethod]
    public void Call_ThatNobodyWaitsFor_Runs()
    {
        _remote.Drop("dropped");

        Wait.Until(() => _desk.Notes.Contains("dropped"));
    }

    [TestMethod]
    public void Call_ThatNobodyWaitsForAndThatFails_IsReportedByTheContainersLoop()
    {
        var reported = new TaskCompletionSource<UnobservedFailureEventArgs>();
        _cluster.Get<EventLoop>(1).UnobservedFailure += (_, failure) => reported.TrySetResult(failure);

        _remote.Drop("");

        Assert.IsTrue(reported.Task.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual("Nothing to drop.", reported.Task.Result.Failure.Exception.Message);
    }

    [TestMethod]
    public void Call_ThatReturnsAResult_EndsWithTheValue() =>
        Assert.AreEqual("x from first", _remote.Later("x").Wait(TestTimeouts.MustNotElapse));

    [TestMethod]
    public void Property_OfTheInterface_IsTheImplementations()
    {
        _remote.Size = 3;

        Assert.AreEqual(3, _remote.Size);
    }

    [TestMethod]
    public async Task Result_ThatIsStashed_IsInTheContainersStash()
    {
        var id = _remote.Later("stashed").Stash();

        Assert.AreEqual("stashed from first", await _cluster.Get<EventLoop>(1).Stash.Retrieve<string>(id));
    }

    [TestMethod]
    [DataRow("argument", typeof(ArgumentOutOfRangeException))]
    [DataRow("null", typeof(ArgumentNullException))]
    [DataRow("key", typeof(KeyNotFoundException))]
    [DataRow("file", typeof(FileNotFoundException))]
    [DataRow("other", typeof(InvalidOperationException))]
    [DataRow("cancelled", typeof(OperationCanceledException))]
    [DataRow("timeout", typeof(CrochetTimeoutException))]
    [DataRow("worker", typeof(WorkerLostException))]
    [DataRow("stopped", typeof(WorkerLostException))]
    [DataRow("own", typeof(RemoteFailureException))]
    [DataRow("json", typeof(RemoteFailureException))]
    [DataRow("overloaded", typeof(RemoteFailureException))]
    [DataRow("nobody", typeof(RemoteFailureException))]
    [DataRow("mute", typeof(RemoteFailureException))]
    public void Call_ThatThrows_ThrowsTheSameWhereItMayBeMade(string kind, Type expected)
    {
        var thrown = Catch(() => _remote.Throw(kind));

        Assert.AreEqual(expected, thrown.GetType());
        Assert.IsFalse(EventLoop.NeverRan(thrown));
    }

    [TestMethod]
    public void Call_ThatThrows_BringsMessageAndTraceback()
    {
        var known = Catch(() => _remote.Throw("argument"));
        var own = (RemoteFailureException)Catch(() => _remote.Throw("own"));

        StringAssert.StartsWith(known.Message, "Not that one.");
        StringAssert.Contains(known.StackTrace, "Desk.Throw");
        StringAssert.Contains((string?)known.Data["Crochet.Traceback"], "Desk.Throw");
        Assert.AreEqual(typeof(DeskException).FullName, own.TypeName);
        Assert.AreEqual("Closed.", own.Message);
        StringAssert.Contains(own.Traceback, "Desk.Throw");
    }

    [TestMethod]
    public async Task Call_OnALoopsThread_ThrowsWhereItWouldBlock()
    {
        using var loop = new EventLoop();
        loop.Start();

        await Assert.ThrowsExactlyAsync<EventLoopDeadlockException>(async () => await loop.RunInReactor(() => _remote.Add(1, 1)));
        Assert.AreEqual("fine", await loop.RunInReactor(() => _remote.EchoAsync("fine")));
    }

    [TestMethod]
    public void Call_UnderAnActivity_RunsInItsTrace()
    {
        using var activity = new Activity("request").Start();

        Assert.AreEqual(activity.TraceId.ToHexString(), _remote.Trace());
    }

    [TestMethod]
    public async Task Calls_InACrowd_EachGetTheirOwnValue()
    {
        var calls = Enumerable.Range(0, 2_000).Select(number => (number, Echo: _remote.EchoAsync($"{number}"))).ToList();

        foreach (var (number, echo) in calls)
            Assert.AreEqual($"{number}", await echo);
    }

    [TestMethod]
    public void Calls_OfOneThread_RunInTheOrderInWhichTheyWereMade()
    {
        var words = Enumerable.Range(0, 2_000).Select(static number => $"ordered {number}").ToList();

        words.ForEach(_remote.Drop);

        Wait.Until(() => _desk.Notes.Contains(words[^1]));
        CollectionAssert.AreEqual(words, _desk.Notes.Where(static note => note.StartsWith("ordered", StringComparison.Ordinal)).ToList());
    }

    private static Exception Catch(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new AssertFailedException("Nothing was thrown.");
    }
}
