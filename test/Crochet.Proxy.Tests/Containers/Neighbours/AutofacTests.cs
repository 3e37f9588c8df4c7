using Autofac;
using Autofac.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crochet.Tests.Containers.Neighbours;

/// <summary>AddCrochet in a host whose container is Autofac's, and services that are registered with Autofac itself.</summary>
[TestClass]
public sealed class AutofacTests
{
    [TestMethod]
    public async Task Services_OfTheCollectionAndOfAutofac_RunInOneLoop()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IOrders, Orders>().AddCrochet().AddThreadBound<IPrinter, Printer>();
        builder.ConfigureContainer(new AutofacServiceProviderFactory(), static container =>
        {
            container.RegisterModule<CrochetModule>();
            container.RegisterType<Stock>().As<IStock>().SingleInstance();
            container.RegisterType<Clerk>().InstancePerLifetimeScope();
        });
        using var host = builder.Build();
        await host.StartAsync();
        var loop = host.Services.GetRequiredService<EventLoop>();
        using var scope = host.Services.CreateScope();

        scope.ServiceProvider.GetRequiredService<Clerk>().AssertAllWorkIn(loop);

        await host.StopAsync();
        Assert.AreEqual(EventLoopState.Stopped, loop.State);
    }

    [TestMethod]
    public async Task Scope_CallInFlight_IsWaitedFor()
    {
        var services = new ServiceCollection();
        services.AddScoped<IOrders, Orders>().AddCrochet(static options => options.DrainTimeout = TestTimeouts.MustNotElapse);
        var container = new ContainerBuilder();
        container.Populate(services);
        await using var provider = new AutofacServiceProvider(container.Build());
        var gate = new TaskCompletionSource();
        var scope = provider.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<IOrders>().HoldAsync(gate.Task);

        var end = scope.DisposeAsync().AsTask();
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => end.WaitAsync(TestTimeouts.MustElapse));
        gate.SetResult();

        await end.WaitAsync(TestTimeouts.MustNotElapse);
        await call.WaitAsync(TestTimeouts.MustNotElapse);
    }

    public interface IOrders
    {
        [WaitFor(15)]
        EventLoop? Where();

        [RunInReactor]
        Task HoldAsync(Task gate);
    }

    public sealed class Orders : IOrders
    {
        public EventLoop? Where() => EventLoop.Current;

        public Task HoldAsync(Task gate) => gate;
    }

    public interface IStock
    {
        [WaitFor(15)]
        EventLoop? Where();

        EventLoop? WhereUnmarked();
    }

    public sealed class Stock : IStock
    {
        public EventLoop? Where() => EventLoop.Current;

        public EventLoop? WhereUnmarked() => EventLoop.Current;
    }

    public interface IPrinter
    {
        [WaitFor(15)]
        EventLoop? Where();
    }

    public sealed class Printer : IPrinter
    {
        private readonly EventLoop _loop = EventLoop.Current!;

        public EventLoop? Where() => ReferenceEquals(_loop, EventLoop.Current) ? _loop : null;
    }

    public sealed class Clerk(IOrders orders, IStock stock, IPrinter printer)
    {
        public void AssertAllWorkIn(EventLoop loop)
        {
            Assert.AreSame(loop, orders.Where());
            Assert.AreSame(loop, stock.Where());
            Assert.AreSame(loop, printer.Where());
            Assert.IsNull(stock.WhereUnmarked());
        }
    }
}
