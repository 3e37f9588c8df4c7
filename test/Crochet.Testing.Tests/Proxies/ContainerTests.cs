using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.Proxies;

[TestClass]
public class ContainerTests
{
    [TestMethod]
    public void UseLoop_WithTheTestsLoop_RunsCallsWhenDriven()
    {
        using var test = new TestLoop();
        var services = new ServiceCollection();
        services.AddCrochet().UseLoop(test.Loop).AddProxied<IBank, Bank>(_ => new Bank(10));
        using var provider = services.BuildServiceProvider();
        var bank = provider.GetRequiredService<IBank>();
        var left = 0;
        test.AddCaller(() =>
        {
            bank.Withdraw(3);
            left = bank.GetBalance();
        });

        test.RunToEnd();

        Assert.AreEqual(7, left);
    }

    [TestMethod]
    public void ThreadBoundObject_IsMadeCalledAndDisposedOfOnTheTestsThread()
    {
        var threads = new List<Thread>();
        var test = new TestLoop();
        var services = new ServiceCollection();
        services.AddCrochet().UseLoop(test.Loop).AddThreadBound<IScale, Scale>(_ => new Scale(threads));
        using (var provider = services.BuildServiceProvider())
        {
            var scale = provider.GetRequiredService<IScale>();
            var weights = new List<int>();
            for (var caller = 0; caller < 3; caller++)
                test.AddCaller(() => weights.Add(scale.Weigh()));

            test.RunToEnd();
            CollectionAssert.AreEquivalent(new[] { 1, 2, 3 }, weights);
            test.Dispose();
        }

        Assert.HasCount(5, threads);
        Assert.IsTrue(threads.TrueForAll(thread => thread == Thread.CurrentThread));
    }

    [TestMethod]
    public void ThreadBoundObjects_InManyOrders_AreMadeOnce() => Schedules.Explore(
        test =>
        {
            var made = new List<Thread>();
            var services = new ServiceCollection();
            services.AddCrochet().UseLoop(test.Loop).AddThreadBound<IScale, Scale>(_ => new Scale(made));
            var provider = services.BuildServiceProvider();
            var scale = provider.GetRequiredService<IScale>();
            for (var caller = 0; caller < 3; caller++)
                test.AddCaller(() => scale.Weigh());
            test.RunToEnd();
            Assert.HasCount(4, made);
            test.Dispose();
            provider.Dispose();
        },
        schedules: 50);

    [TestMethod]
    public void Host_WithTheTestsLoop_StartsAndStops()
    {
        using var test = new TestLoop();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCrochet().UseLoop(test.Loop).AddProxied<IBank, Bank>(_ => new Bank(10));
        using var host = builder.Build();

        host.Start();
        var bank = host.Services.GetRequiredService<IBank>();
        Assert.IsTrue(test.Run(() => bank.WithdrawAsync(4)));
        host.StopAsync().Wait(TimeSpan.FromSeconds(15));

        Assert.AreEqual(EventLoopState.Running, test.Loop.State);
    }

    public interface IScale
    {
        [WaitFor(seconds: 5)]
        int Weigh();
    }

    private sealed class Scale : IScale, IDisposable
    {
        private readonly List<Thread> _threads;
        private int _weight;

        public Scale(List<Thread> threads)
        {
            _threads = threads;
            threads.Add(Thread.CurrentThread);
        }

        public int Weigh()
        {
            _threads.Add(Thread.CurrentThread);
            return ++_weight;
        }

        public void Dispose() => _threads.Add(Thread.CurrentThread);
    }
}
