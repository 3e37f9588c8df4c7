using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Samples.Tests.Snippets;

#region leaking
public sealed class LeakyOrders(EventLoop loop, OrderStore store)
{
    public EventualResult<Order> Find(int id) => loop.RunInReactor(token => store.FindAsync(id, token));
}
#endregion

#region thin
public sealed class Report(IOrders orders)
{
    public decimal Total(IEnumerable<int> ids) => ids.Select(orders.Find).Sum(order => order.Price * order.Count);
}
#endregion

[TestClass]
public sealed class BestPractices
{
    [TestMethod]
    public void Leaking_EveryCallerHasToWait()
    {
        using var loop = new EventLoop();
        loop.Start();
        var store = new OrderStore();
        store.Import("10");
        var orders = new LeakyOrders(loop, store);

        #region leaked
        Order order = orders.Find(1).Wait(TimeSpan.FromSeconds(2));
        #endregion

        Assert.AreEqual(1, order.Id);
    }

    [TestMethod]
    public void Hidden_CallersJustCall()
    {
        var services = new ServiceCollection();
        #region timeouts
        services
            .AddCrochet(crochet => crochet.Timeouts["IOrders.Find"] = TimeSpan.FromSeconds(10))
            .AddProxied<IOrders, OrderStore>();
        #endregion
        using var provider = services.BuildServiceProvider();
        var orders = provider.GetRequiredService<IOrders>();
        orders.Import("10 20").Wait(TestTimeouts.MustNotElapse);

        #region hidden
        Order order = orders.Find(1);
        #endregion

        Assert.AreEqual(1, order.Id);
        Assert.AreEqual(60, new Report(orders).Total([1, 2]));
    }

    [TestMethod]
    public void Limit_RefusesACallTooMany()
    {
        var services = new ServiceCollection();
        #region limit
        services.AddCrochet(crochet => crochet.Loop.QueueLimit = 1_000);
        #endregion
        using var provider = services.BuildServiceProvider();
        var loop = provider.GetRequiredService<EventLoop>();
        using var gate = new ManualResetEventSlim();
        loop.Post(() => gate.Wait(TestTimeouts.MustNotElapse));
        for (var calls = 0; calls < 1_000; calls++)
            _ = loop.RunInReactor(() => { });

        Assert.ThrowsExactly<EventLoopOverloadedException>(() => loop.RunInReactor(() => { }));

        gate.Set();
    }

    [TestMethod]
    public void CatchingATimeout_TellsWhetherToTryAgain()
    {
        using var loop = new EventLoop();
        loop.Start();
        using var gate = new ManualResetEventSlim();
        loop.Post(() => gate.Wait(TestTimeouts.MustNotElapse));
        var attempts = 0;

        #region try-again
        try
        {
            loop.WaitFor(TimeSpan.Zero, () => attempts++);
        }
        catch (CrochetTimeoutException timeout) when (timeout.IsWithdrawn)
        {
            // It never ran and never will, so it is safe to try again.
            gate.Set();
            loop.WaitFor(TimeSpan.FromSeconds(5), () => attempts++);
        }
        #endregion

        Assert.AreEqual(1, attempts);
    }
}
