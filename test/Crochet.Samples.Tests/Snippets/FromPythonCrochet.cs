namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class FromPythonCrochet
{
    [TestInitialize]
    public void SetUp()
    {
        #region setup
        Reactor.Setup();
        #endregion
    }

    [TestMethod]
    public void RunInReactor_Wait()
    {
        #region run-in-reactor
        EventualResult<int> result = Reactor.Loop.RunInReactor(() => 1 + 2);
        int sum = result.Wait(TimeSpan.FromSeconds(5));
        #endregion

        Assert.AreEqual(3, sum);
    }

    [TestMethod]
    public void WaitFor_Delegate()
    {
        #region wait-for
        int sum = Reactor.Loop.WaitFor(TimeSpan.FromSeconds(5), async token =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), token);
            return 1 + 2;
        });
        #endregion

        Assert.AreEqual(3, sum);
    }

    [TestMethod]
    public void Stash_Retrieve()
    {
        var result = Reactor.Loop.RunInReactor(() => 1 + 2);

        #region stash
        string kept = result.Stash().ToString();

        // In a later request:
        EventualResult<int>? found = null;
        if (StashId.TryParse(kept, out var id))
            found = Reactor.RetrieveResult<int>(id);
        #endregion

        Assert.AreSame(result, found);
    }

    [TestMethod]
    public void OriginalFailure_Traceback()
    {
        var result = Reactor.Loop.RunInReactor(() => throw new InvalidOperationException("No such thing."));
        Assert.ThrowsExactly<InvalidOperationException>(() => result.Wait(TestTimeouts.MustNotElapse));
        var shown = "";

        #region original-failure
        if (result.OriginalFailure() is { } failure)
            shown = failure.Traceback;
        #endregion

        Assert.Contains("No such thing.", shown);
    }

    [TestMethod]
    public void TryWait_NotThereYet()
    {
        var gate = new TaskCompletionSource<string>();
        var result = Reactor.Loop.RunInReactor(() => gate.Task);
        var shown = "";

        #region try-wait
        if (result.TryWait(TimeSpan.FromSeconds(0.1), out var page))
            shown = page;
        else
            result.Cancel();
        #endregion

        Assert.AreEqual("", shown);
        Assert.ThrowsExactly<OperationCanceledException>(() => result.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void CallEvery_Schedule()
    {
        using var ticked = new ManualResetEventSlim();
        var loop = Reactor.Loop;

        #region schedule
        using ITimer schedule = loop.CallEvery(TimeSpan.FromSeconds(10), async () =>
        {
            await Task.Yield();
            ticked.Set();
        });
        #endregion

        Assert.IsTrue(ticked.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Create_Unwrap()
    {
        #region proxy
        IOrders orders = CrochetProxy.Create<IOrders>(new OrderStore());
        int count = orders.Import("10 20 30").Wait(TimeSpan.FromSeconds(5));

        OrderStore wrapped = CrochetProxy.Unwrap<OrderStore>(orders);
        #endregion

        Assert.AreEqual(3, count);
        Assert.IsNotNull(wrapped);
    }
}
