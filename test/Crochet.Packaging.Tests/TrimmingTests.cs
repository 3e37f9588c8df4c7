using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Packaging.Tests;

[TestClass]
public sealed class TrimmingTests
{
    private static readonly MethodBase[] _makers =
    [
        .. MethodsOf(typeof(CrochetProxy), nameof(CrochetProxy.Create), nameof(CrochetProxy.CreateThreadBound)),
        .. MethodsOf(typeof(CrochetBuilder), nameof(CrochetBuilder.AddProxied), nameof(CrochetBuilder.AddThreadBound)),
        .. MethodsOf(typeof(CrochetServiceCollectionExtensions), nameof(CrochetServiceCollectionExtensions.AddCrochet)),
        .. typeof(CrochetInterceptor).GetConstructors(),
    ];

    public static IEnumerable<object[]> Makers => _makers.Select(maker => new object[] { maker });

    [TestMethod]
    [DynamicData(nameof(Makers))]
    public void MakerOfProxies_CarriesNoWarning(MethodBase maker)
    {
        Assert.IsNull(maker.GetCustomAttribute<RequiresDynamicCodeAttribute>());
        Assert.IsNull(maker.GetCustomAttribute<RequiresUnreferencedCodeAttribute>());
    }

    [TestMethod]
    [DataRow(typeof(EventLoop), "IsTrimmable")]
    [DataRow(typeof(EventLoop), "IsAotCompatible")]
    [DataRow(typeof(CrochetProxy), "IsTrimmable")]
    [DataRow(typeof(CrochetProxy), "IsAotCompatible")]
    public void Library_SaysThatItCanBeCompiledNatively(Type type, string key)
    {
        var said = type.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();

        Assert.AreEqual("True", said.Single(attribute => attribute.Key == key).Value);
    }

    [TestMethod]
    public async Task NativeProgram_WithACompiledProxy_IsNotWarned()
    {
        var project = await FreshProject.CreateAsync("""
            using Crochet;
            using Microsoft.Extensions.DependencyInjection;

            using var loop = new EventLoop();
            loop.Start();
            Console.WriteLine(CrochetProxy.Create<IGreeting>(new Greeting(), loop).Greet("loop"));
            new ServiceCollection().AddCrochet().AddProxied<IGreeting, Greeting>();

            [GenerateProxy]
            public interface IGreeting
            {
                [WaitFor(seconds: 15)]
                string Greet(string name);
            }

            public sealed class Greeting : IGreeting
            {
                public string Greet(string name) => $"Hello, {name}";
            }
            """, "<EnableAotAnalyzer>true</EnableAotAnalyzer> <EnableTrimAnalyzer>true</EnableTrimAnalyzer>");

        var (exitCode, output) = await project.BuildAsync();

        Assert.AreEqual(0, exitCode, output);
        Assert.DoesNotContain(": warning ", output);
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type, params string[] names) =>
        type.GetMethods().Where(method => names.Contains(method.Name));
}
