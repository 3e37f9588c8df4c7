using Crochet.Generated;

namespace Crochet.Tests;

/// <summary>The tests of both kinds of proxies would pass here with the other kind too: these say which it is.</summary>
[TestClass]
public sealed class PairTests
{
    private static readonly CompiledProxyAttribute[] _compiled =
        [.. typeof(PairTests).Assembly.GetCustomAttributes(typeof(CompiledProxyAttribute), inherit: false).Cast<CompiledProxyAttribute>()];

    [TestMethod]
    public void Pairs_All_HaveACompiledProxy()
    {
        var asked = typeof(PairTests).Assembly.GetCustomAttributes(typeof(GenerateProxyAttribute), inherit: false)
            .Cast<GenerateProxyAttribute>().ToList();

        Assert.IsGreaterThan(50, asked.Count);
        foreach (var pair in asked)
        {
            var isFound = CompiledContract.PlanFor(pair.Interface!, pair.Implementation!) is not null;
            Assert.IsTrue(isFound, $"{pair.Interface} and {pair.Implementation}");
        }
    }

    [TestMethod]
    public void MarkedInterfaces_All_HaveACompiledProxy()
    {
        var marked = typeof(PairTests).Assembly.GetTypes().Where(type => type.IsDefined(typeof(GenerateProxyAttribute), inherit: false))
            .ToList();

        Assert.IsGreaterThan(50, marked.Count);
        CollectionAssert.IsSubsetOf(marked, _compiled.Where(proxy => proxy.Implementation is null)
            .Select(proxy => proxy.Contract).ToList());
    }

    [TestMethod]
    public void Create_MarkedInterface_GivesACompiledProxy()
    {
        using var loop = new EventLoop();

        Assert.IsInstanceOfType<CompiledProxy>(CrochetProxy.Create<Process.IAdding>(new Process.Adding(), loop));
    }
}
