namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class Limits
{
    [TestMethod]
    public async Task Awaiting_HoldsNoThread()
    {
        using var loop = new EventLoop();
        loop.Start();
        var orders = CrochetProxy.Create<IOrders>(new OrderStore(), loop);
        await orders.Import("10");
        var cancellationToken = CancellationToken.None;

        #region await
        Order order = await orders.FindAsync(1, cancellationToken);
        #endregion

        Assert.AreEqual(1, order.Id);
    }

    [TestMethod]
    public void Computing_GoesToThePool()
    {
        using var loop = new EventLoop();
        loop.Start();

        #region pool
        int[] primes = loop.WaitFor(TimeSpan.FromSeconds(5), async token =>
        {
            int[] candidates = [.. Enumerable.Range(2, 10_000)];
            return await Task.Run(() => Array.FindAll(candidates, IsPrime), token);
        });
        #endregion

        Assert.AreEqual(2, primes[0]);
    }

    [TestMethod]
    public void Group_SpreadsKeysOverLoops()
    {
        const string Customer = "ACME";

        #region group
        using var workers = new EventLoopGroup(4, new EventLoopOptions { Name = "Workers" });
        workers.Start();

        // The same customer, the same loop.
        EventualResult<string?> name = workers.For(Customer).RunInReactor(() => EventLoop.Current?.Name);
        #endregion

        Assert.AreEqual(workers.For(Customer).Name, name.Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Waiting_OnTheLoopsOwnThread_Throws()
    {
        using var loop = new EventLoop();
        loop.Start();

        #region own-thread
        loop.WaitFor(TimeSpan.FromSeconds(5), () =>
        {
            var other = loop.RunInReactor(() => 1 + 2);
            Assert.ThrowsExactly<EventLoopDeadlockException>(() => other.Wait(TimeSpan.FromSeconds(5)));
        });
        #endregion
    }

    private static bool IsPrime(int number) =>
        !Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(number) - 1)).Any(divisor => number % divisor == 0);
}
