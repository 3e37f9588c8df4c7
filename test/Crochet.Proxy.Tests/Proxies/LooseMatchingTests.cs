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
    public void Methods_OneHasTheNameAndOneTheToken_AreAmbiguous()
    {
        Problem.Of(() => Proxy<ICounting>(new TwoCounts())).AssertIs(
            "CRO004", "ICounting.CountAsync", "TwoCounts", "TwoCounts.CountAsync()", "TwoCounts.Count(CancellationToken)");
    }

    [TestMethod]
    public void Methods_WithAnOptionalAndAPlainToken_AreAmbiguous()
    {
        Problem.Of(() => Proxy<IGetting>(new TwoTokens())).AssertIs(
            "CRO004", "IGetting.Get", "TwoTokens.Get(int, CancellationToken)", "TwoTokens.Get(int, CancellationToken?)");
    }

    [TestMethod]
    public void Methods_OneNearerThanAllOthers_IsTaken()
    {
        Assert.AreEqual("exact", Proxy<IGetting>(new Overloads()).Get(1));
        Assert.AreEqual("exact", Proxy<ICounting>(new Overloads()).CountAsync(default).GetAwaiter().GetResult());
    }

    [TestMethod]
    public void Methods_HiddenOrOverriddenByADerivedClass_DoNotCount() =>
        Assert.AreEqual("derived", Proxy<IGetting>(new Derived()).Get(1));

    [TestMethod]
    public void InterfaceOfDynamicProxysOwn_IsAProblem()
    {
        Assert.AreEqual("CRO008", Problem.AllOf(() => Proxy<IOdd>(new object()))[0].Id);
    }

    [Compiled]
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

    public interface ICounting
    {
        [WaitFor(15)]
        Task<string> CountAsync(CancellationToken cancellationToken);
    }

    public sealed class TwoCounts
    {
        public string CountAsync() => "";

        public string Count(CancellationToken cancellationToken) => "";
    }

    public interface IGetting
    {
        [WaitFor(15)]
        string Get(int number);
    }

    public sealed class TwoTokens
    {
        public string Get(int number, CancellationToken cancellationToken) => "";

        public string Get(int number, CancellationToken? cancellationToken) => "";
    }

    public sealed class Overloads
    {
        public string Get(int number) => "exact";

        public string Get(int number, CancellationToken cancellationToken) => "token";

        public Task<string> GetAsync(int number, CancellationToken cancellationToken) => Task.FromResult("async");

        public string CountAsync(CancellationToken cancellationToken) => "exact";

        public string CountAsync() => "no token";

        public string Count(CancellationToken cancellationToken) => "no suffix";
    }

    public class Base
    {
        public virtual string Get(int number, CancellationToken cancellationToken) => "base";
    }

    public sealed class Derived : Base
    {
        public new string Get(int number, CancellationToken cancellationToken) => "derived";
    }

    public interface IOdd : IProxyTargetAccessor
    {
        [WaitFor(15)]
        void Do();
    }
}
