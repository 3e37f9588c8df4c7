using Crochet.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.ThreadBound;

[TestClass]
public sealed class BoundObjectListTests
{
    [Compiled]
    public interface IThing
    {
        [WaitFor(seconds: 5)]
        int Count();
    }

    public sealed class Thing
    {
        public int Count() => 1;
    }

    [TestMethod]
    public async Task Objects_OfScopesThatHaveEnded_DoNotPileUp()
    {
        var services = new ServiceCollection();
        services.AddCrochet().AddThreadBound<IThing, Thing>(static options => options.Lifetime = ServiceLifetime.Scoped);
        await using var provider = services.BuildServiceProvider();
        var objects = ContainerLoops.Of(provider).Objects;

        for (var round = 0; round < 1_000; round++)
        {
            await using var scope = provider.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<IThing>();
        }

        Assert.IsLessThan(200, objects.Count);
        Assert.IsEmpty(objects.GetSnapshots());
    }
}
