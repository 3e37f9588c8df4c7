using Crochet.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Moq;
using NSubstitute;

namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class Testing
{
    [TestMethod]
    public void DoubleThatNeverAnswers()
    {
        #region never
        var never = new TaskCompletionSource<int>();
        var orders = new Mock<IOrders>();
        orders.Setup(o => o.Import("orders.csv")).Returns(EventualResult.FromTask(never.Task));

        Assert.ThrowsExactly<CrochetTimeoutException>(() => orders.Object.Import("orders.csv").Wait(TimeSpan.Zero));
        #endregion
    }

    [TestMethod]
    public void DoubleOfNSubstitute()
    {
        #region nsubstitute
        var orders = Substitute.For<IOrders>();
        orders.Import("orders.csv").Returns(EventualResult.FromResult(3));

        Assert.AreEqual(3, orders.Import("orders.csv").Wait(TimeSpan.FromSeconds(5)));
        #endregion
    }

    [TestMethod]
    public void ContainerWithADouble()
    {
        var services = new ServiceCollection();
        services.AddCrochet().AddProxied<IOrders, OrderStore>();

        #region container
        var orders = new Mock<IOrders>();
        orders.Setup(o => o.Find(7)).Returns(new Order(7, Price: 10, Count: 3));

        services.RemoveAll<IOrders>();
        services.AddSingleton(orders.Object);
        services.AddTransient<Report>();
        #endregion

        services.AddCrochet();
        using var provider = services.BuildServiceProvider();
        Assert.AreEqual(30, provider.GetRequiredService<Report>().Total([7]));
    }

    [TestMethod]
    public void HostOverATestLoop()
    {
        #region host
        using var test = new TestLoop();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCrochet().UseLoop(test.Loop).AddProxied<IOrders, OrderStore>();
        using var host = builder.Build();
        host.Start();

        var orders = host.Services.GetRequiredService<IOrders>();
        test.AddCaller(() => Assert.AreEqual(2, orders.Import("10 20").Wait(TimeSpan.FromSeconds(5))));
        test.RunToEnd();
        #endregion
    }

    [TestMethod]
    public void LoopOverOtherTime()
    {
        var time = TimeProvider.System;

        #region time
        using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
        loop.Start();
        #endregion

        Assert.AreEqual(EventLoopState.Running, loop.State);
    }
}
