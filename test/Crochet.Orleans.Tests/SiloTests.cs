using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crochet.Tests;

[TestClass]
public sealed class SiloTests
{
    [TestMethod]
    public void AddCrochet_OnASilo_ConfiguresNoOptionsOfOrleans()
    {
        List<ServiceDescriptor> added = [];
        Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true }).UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            var before = silo.Services.ToHashSet();
            silo.AddCrochet(static options => options.MaxCallsPerWorker = 7);
            added = [.. silo.Services.Where(descriptor => !before.Contains(descriptor))];
        });

        Assert.AreNotEqual(0, added.Count);
        CollectionAssert.AreEqual(
            new[] { typeof(CrochetClusterOptions) },
            added.Select(static descriptor => ConfiguredBy(descriptor.ServiceType)).OfType<Type>().Distinct().ToList());
    }

    private static Type? ConfiguredBy(Type service) =>
        service.IsGenericType && (service.GetGenericTypeDefinition() == typeof(IConfigureOptions<>)
            || service.GetGenericTypeDefinition() == typeof(IPostConfigureOptions<>)
            || service.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            ? service.GenericTypeArguments[0]
            : null;
}
