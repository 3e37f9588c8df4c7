using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;

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
