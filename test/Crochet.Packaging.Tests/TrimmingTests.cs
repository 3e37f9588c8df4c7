using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Packaging.Tests;

[TestClass]
public sealed partial class TrimmingTests
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
    public void MakerOfProxies_SaysThatItNeedsCodeAtRunTime(MethodBase maker)
    {
        Assert.IsNotNull(maker.GetCustomAttribute<RequiresDynamicCodeAttribute>());
        Assert.IsNotNull(maker.GetCustomAttribute<RequiresUnreferencedCodeAttribute>());
    }

    [TestMethod]
    [DataRow("IsTrimmable")]
    [DataRow("IsAotCompatible")]
    public void Loop_SaysThatItNeedsNone(string key)
    {
        var said = typeof(EventLoop).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();

        Assert.AreEqual("True", said.Single(attribute => attribute.Key == key).Value);
    }

    [TestMethod]
    public async Task NativeProgram_IsWarnedOfProxies_AndNotOfTheLoop()
    {
        var project = await FreshProject.CreateAsync("""
            using Crochet;
            using Microsoft.Extensions.DependencyInjection;

            using var loop = new EventLoop();
            loop.Start();
            Console.WriteLine(loop.WaitFor(TimeSpan.FromSeconds(15), () => "looped"));
            new ServiceCollection().AddCrochet();
            """, "<EnableAotAnalyzer>true</EnableAotAnalyzer> <EnableTrimAnalyzer>true</EnableTrimAnalyzer>");

        var (_, output) = await project.BuildAsync();

        var lines = Warning().Matches(output).Select(warning => warning.Groups[1].Value).Distinct();
        CollectionAssert.AreEqual(new[] { "7" }, lines.ToList(), output);
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type, params string[] names) =>
        type.GetMethods().Where(method => names.Contains(method.Name));

    [GeneratedRegex(@"Program\.cs\((\d+),\d+\): warning IL")]
    private static partial Regex Warning();
}
