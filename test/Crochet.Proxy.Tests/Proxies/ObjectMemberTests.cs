using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Proxies;

/// <summary>ToString, Equals and GetHashCode of proxies.</summary>
[TestClass]
public sealed class ObjectMemberTests : LoopTest
{
    [TestMethod]
    public void ToString_OfAProxy_NamesInterfaceAndClassAndAsksNobody()
    {
        Assert.AreEqual("IStore (proxy of Store)", Proxy<IStore>(new Store()).ToString());
        Assert.AreEqual("IStore (proxy of ShapedStore)", Proxy<IStore>(new ShapedStore()).ToString());
        Assert.AreEqual("IGenericStore<int> (proxy of GenericStore<int>)", Proxy<IGenericStore<int>>(new GenericStore<int>()).ToString());
    }

    [TestMethod]
    public void ToString_OfAProxyOfAProxy_NamesBoth() =>
        Assert.AreEqual("IStore (proxy of IStore (proxy of Store))", Proxy<IStore>(Proxy<IStore>(new Store())).ToString());

    [TestMethod]
    public void ToString_OfAThreadBoundProxy_NamesItsLoopToo()
    {
        var proxy = CrochetProxy.CreateThreadBound<IStore>(Loop, () => new Store());

        Assert.AreEqual("IStore (proxy of what is not made yet in the loop 'Test')", proxy.ToString());
        proxy.Count();

        Assert.AreEqual("IStore (proxy of Store in the loop 'Test')", proxy.ToString());
    }

    [TestMethod]
    public void ToString_OfAContainersProxies_NamesTheRegisteredClass()
    {
        var services = new ServiceCollection();
        services.AddCrochet(options => options.Loop.Name = "Own").AddLoopGroup("Group", 2)
            .AddProxied<IStore, ShapedStore>()
            .AddThreadBound<IGenericStore<int>, GenericStore<int>>()
            .AddThreadBound<IGenericStore<string>, GenericStore<string>>("Group");
        using var provider = services.BuildServiceProvider();

        Assert.AreEqual("IStore (proxy of ShapedStore)", provider.GetRequiredService<IStore>().ToString());
        Assert.AreEqual(
            "IGenericStore<int> (proxy of GenericStore<int> in the loop 'Own')",
            provider.GetRequiredService<IGenericStore<int>>().ToString());
        Assert.AreEqual(
            "IGenericStore<string> (proxy of GenericStore<string> in the group 'Group')",
            provider.GetRequiredService<IGenericStore<string>>().ToString());
    }

    [TestMethod]
    public void Equals_OfTwoProxiesOfOneObject_IsFalseUnlessTheyAreOne()
    {
        var store = new Store();
        var (one, other) = (Proxy<IStore>(store), Proxy<IStore>(store));

        Assert.IsTrue(one.Equals(one));
        Assert.IsFalse(one.Equals(other));
        Assert.IsFalse(one.Equals(store));
        Assert.AreEqual(one.GetHashCode(), one.GetHashCode());
        Assert.HasCount(2, new HashSet<IStore> { one, other, one });
    }

    [Compiled]
    public interface IStore
    {
        [WaitFor(15)]
        int Count();
    }

    public sealed class Store : IStore
    {
        public int Count() => 1;

        public override string ToString() => throw new InvalidOperationException("Touched off its loop.");

        public override bool Equals(object? obj) => throw new InvalidOperationException("Touched off its loop.");

        public override int GetHashCode() => throw new InvalidOperationException("Touched off its loop.");
    }

    public sealed class ShapedStore
    {
        public int Count() => 2;
    }

    public interface IGenericStore<T>
    {
        [WaitFor(15)]
        T? First();
    }

    public sealed class GenericStore<T> : IGenericStore<T>
    {
        public T? First() => default;
    }
}
