namespace Crochet.Tests;

[TestClass]
public sealed class EventLoopGroupTests
{
    private sealed record Customer(string Name, int Number);

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void Constructor_CountBelowOne_Throws(int count) =>
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EventLoopGroup(count)).ParamName);

    [TestMethod]
    public void Constructor_WrongOption_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new EventLoopGroup(2, new EventLoopOptions { Name = "" }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new EventLoopGroup(2, new EventLoopOptions { MaxStackSize = -1 }));
    }

    [TestMethod]
    public void Constructor_Name_IsTheGroupsWithEachLoopsNumber()
    {
        var options = new EventLoopOptions { Name = "Workers" };
        using var group = new EventLoopGroup(3, options);

        Assert.AreEqual("Workers", group.Name);
        Assert.AreEqual("Workers", options.Name);
        Assert.AreEqual(3, group.Count);
        Assert.AreSequenceEqual(["Workers-0", "Workers-1", "Workers-2"], Enumerable.Range(0, 3).Select(index => group[index].Name));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => group[3]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => group[-1]);
    }

    [TestMethod]
    public void For_EqualKeys_GiveTheSameLoop()
    {
        using var group = new EventLoopGroup(7);
        var id = Guid.NewGuid();

        Assert.AreSame(group.For(new Customer("Ada", 1)), group.For(new Customer(new string("Ada"), 1)));
        Assert.AreSame(group.For("key"), group.For(new string(['k', 'e', 'y'])));
        Assert.AreSame(group.For(id), group.For(Guid.Parse(id.ToString())));
        Assert.AreSame(group.For(1.0m), group.For(1.00m));
        Assert.AreSame(group.For<object>("key"), group.For("key"));
        Assert.AreSame(group.For(0.0), group.For(-0.0));
        Assert.ThrowsExactly<ArgumentNullException>(() => group.For<string>(null!));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(1 << 16)]
    [DataRow(1 << 24)]
    public void For_HashCodesFarApart_SpreadsThemOverTheLoops(int distance)
    {
        using var group = new EventLoopGroup(4);

        var counts = Enumerable.Range(0, 256).GroupBy(key => group.For(key * distance)).Select(loop => loop.Count()).ToList();

        Assert.HasCount(4, counts);
        Assert.IsTrue(counts.All(count => count is > 32 and < 112), string.Join(", ", counts));
    }

    [TestMethod]
    public void LeastBusy_AllIdle_TakesTurns()
    {
        using var group = new EventLoopGroup(3);

        var chosen = Enumerable.Range(0, 6).Select(_ => group.LeastBusy().Name);

        Assert.AreSequenceEqual(["Crochet-0", "Crochet-1", "Crochet-2", "Crochet-0", "Crochet-1", "Crochet-2"], chosen);
    }

    [TestMethod]
    public void LeastBusy_OneIsHeldAndOneHasAQueue_PassesThemOver()
    {
        using var group = new EventLoopGroup(3);
        group.Start();
        var release = group[0].Hold();
        var other = group[2].Hold();
        _ = group[2].RunInReactor(() => { });

        for (var i = 0; i < 3; i++)
            Assert.AreSame(group[1], group.LeastBusy());
        var third = group[1].Hold();
        Assert.AreSame(group[0], group.LeastBusy());
        Assert.AreSame(group[1], group.LeastBusy());
        Assert.AreSame(group[0], group.LeastBusy());
        release.Open();
        other.Open();
        third.Open();
    }

    [TestMethod]
    public void LeastBusy_CallsThatAwait_DoNotCount()
    {
        using var group = new EventLoopGroup(2);
        group.Start();
        var release = new TaskCompletionSource();
        for (var i = 0; i < 10; i++)
            _ = group[1].RunInReactor(() => release.Task);
        group[1].CatchUp();

        Assert.AreSame(group[0], group.LeastBusy());
        Assert.AreSame(group[1], group.LeastBusy());
        release.SetResult();
    }

    [TestMethod]
    public void LeastBusy_OneHasStopped_PassesItOver()
    {
        using var group = new EventLoopGroup(2);
        group.Start();
        group[0].Stop();

        Assert.AreSame(group[1], group.LeastBusy());
        Assert.AreSame(group[1], group.LeastBusy());
    }

    [TestMethod]
    public void LeastBusy_ManyThreadsAtOnce_GivesEachLoopAsOften()
    {
        using var group = new EventLoopGroup(4);

        var chosen = Caller.StartTogether(8,
            _ => Enumerable.Range(0, 100).Select(_ => group.LeastBusy()).ToList()).SelectMany(caller => caller.Join());

        foreach (var loop in chosen.GroupBy(loop => loop))
            Assert.AreEqual(200, loop.Count());
    }

    [TestMethod]
    public void Start_Again_DoesNothing()
    {
        using var group = new EventLoopGroup(2);

        group.Start();
        group.Start();

        Assert.AreEqual(0, group[0].WaitFor(TestTimeouts.MustNotElapse, () => 0));
        Assert.AreEqual(1, group[1].WaitFor(TestTimeouts.MustNotElapse, () => 1));
    }

    [TestMethod]
    public async Task StopAsync_CallsInFlight_DrainsAllSideBySide()
    {
        using var group = new EventLoopGroup(2);
        group.Start();
        var releases = new[] { new TaskCompletionSource<int>(), new TaskCompletionSource<int>() };
        var calls = Enumerable.Range(0, 2).Select(index => group[index].RunInReactor(() => releases[index].Task)).ToList();
        group[0].CatchUp();
        group[1].CatchUp();

        var stopped = group.StopAsync(Timeout.InfiniteTimeSpan);
        Assert.IsTrue(Enumerable.Range(0, 2).All(index => group[index].State == EventLoopState.Stopping));
        releases[1].SetResult(1);
        await group[1].Completion.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.IsFalse(stopped.IsCompleted || group.Completion.IsCompleted);
        releases[0].SetResult(0);

        await stopped.WaitAsync(TestTimeouts.MustNotElapse);
        await group.Completion.WaitAsync(TestTimeouts.MustNotElapse);
        Assert.AreSequenceEqual([0, 1], calls.Select(call => call.Value()));
    }

    [TestMethod]
    public void Start_AfterTheStop_Throws()
    {
        using var group = new EventLoopGroup(2);
        group.Stop();

        Assert.ThrowsExactly<EventLoopStoppedException>(group.Start);
        Assert.IsTrue(group.Completion.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Dispose_Running_StopsAllLoops()
    {
        var group = new EventLoopGroup(3);
        group.Start();

        group.Dispose();

        Assert.IsTrue(group.Completion.IsCompleted);
    }

    [TestMethod]
    public async Task DisposeAsync_Running_StopsAllLoops()
    {
        var group = new EventLoopGroup(3);
        group.Start();

        await group.DisposeAsync();

        Assert.IsTrue(group.Completion.IsCompleted);
    }
}
