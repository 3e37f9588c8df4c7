using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crochet.Samples.Tests.Snippets;

[TestClass]
public sealed class Configured
{
    [TestMethod]
    public void AddCrochet_WithTheFileOfThePage_ReadsIt()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Repository.PathOf("test/Crochet.Samples.Tests/Snippets/appsettings.json"))
            .Build();

        #region services
        services
            .AddCrochet(configuration.GetSection("Crochet"))
            .AddLoop("engine")
            .AddProxied<IOrders, OrderStore>();
        #endregion

        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<CrochetOptions>>().Value;
        Assert.AreEqual(TimeSpan.FromSeconds(10), options.DrainTimeout);
        Assert.AreEqual(1000, options.Loop.QueueLimit);
        Assert.AreEqual(TimeSpan.FromMilliseconds(250), options.Loop.SlowTurnThreshold);
        Assert.AreEqual(TimeSpan.FromSeconds(5), options.Timeouts["IOrders"]);
        Assert.AreEqual("engine", provider.GetRequiredKeyedService<EventLoop>("engine").Name);
        Assert.AreEqual(1, provider.GetRequiredService<IOrders>().Import("10").Wait(TestTimeouts.MustNotElapse));
    }
}
