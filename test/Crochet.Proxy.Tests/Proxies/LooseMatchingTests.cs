using Castle.DynamicProxy;

namespace Crochet.Tests.Proxies;

[TestClass]
public sealed class LooseMatchingTests : LoopTest
{
    [TestMethod]
    public void Implementation_WithoutTheMembersToken_IsFound()
    {
        var service = Proxy<IService>(new Service());

        Assert.AreEqual("a2", service.First("a", default, 2));
        Assert.AreEqual("b", service.LastAsync("b", default).GetAwaiter().GetResult());
        Assert.AreEqual("c", service.ByRef(default, "c", out var length));
        Assert.AreEqual(1, length);
    }

    [TestMethod]
    public void Implementation_WithoutAsync_IsFound()
    {
        Assert.AreEqual(7, Proxy<IService>(new Service()).CountAsync().GetAwaiter().GetResult());
    }

    [TestMethod]
    public void InterfaceOfDynamicProxysOwn_IsAProblem()
    {
        Assert.AreEqual("CRO008", Problem.AllOf(() => Proxy<IOdd>(new object()))[0].Id);
    }

    public interface IService
    {
        [WaitFor(15)]
        string First(string text, CancellationToken cancellationToken, int number);

        [WaitFor(15)]
        Task<string> LastAsync(string text, CancellationToken cancellationToken);

        [WaitFor(15)]
        string ByRef(CancellationToken cancellationToken, string text, out int length);

        [WaitFor(15)]
        Task<int> CountAsync();
    }

    public sealed class Service
    {
        public string First(string text, int number) => text + number;

        public string Last(string text) => text;

        public string ByRef(string text, out int length)
        {
            length = text.Length;
            return text;
        }

        public int Count() => 7;
    }

    public interface IOdd : IProxyTargetAccessor
    {
        [WaitFor(15)]
        void Do();
    }
}
