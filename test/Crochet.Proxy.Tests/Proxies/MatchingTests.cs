namespace Crochet.Tests.Proxies;

/// <summary>Which method of an implementation carries a member out.</summary>
[TestClass]
public sealed class MatchingTests : LoopTest
{
    [TestMethod]
    public void OwnImplementation_OfTheInterface_ComesBeforePublicMethods()
    {
        Assert.AreEqual("explicit", Proxy<IGet>(new ExplicitAndPublic()).Get("x"));
    }

    [TestMethod]
    public void SameName_ComesBeforeAsync()
    {
        Assert.AreEqual("same", Proxy<IGet>(new SameAndAsync()).Get("x"));
    }

    [TestMethod]
    public void Async_IsTakenWhereThereIsNoSameName()
    {
        Assert.AreEqual("async", Proxy<IGet>(new AsyncOnly()).Get("x"));
    }

    [TestMethod]
    public void SameParameters_ComeBeforeThoseAndAToken()
    {
        Assert.AreEqual("plain", Proxy<IGet>(new WithAndWithoutToken()).Get("x"));
    }

    [TestMethod]
    public void TokenLast_IsTaken()
    {
        Assert.AreEqual("token True", Proxy<IGet>(new TokenOnly()).Get("x"));
    }

    [TestMethod]
    public void SameNameWithToken_ComesBeforeAsync()
    {
        Assert.AreEqual("token", Proxy<IGet>(new TokenAndAsync()).Get("x"));
    }

    [TestMethod]
    public void SameNameWithOtherParameters_LeavesTheAsyncOne()
    {
        Assert.AreEqual("async", Proxy<IGet>(new OtherOverload()).Get("x"));
    }

    [TestMethod]
    public void TokenThatTheInterfaceLacks_LeavesOverloadsOfOtherTypes()
    {
        var proxy = Proxy<ITokenless>(new TokenOverloads());

        Assert.AreEqual("token", proxy.Marked());
        Assert.AreEqual("token", proxy.Unmarked());
    }

    [TestMethod]
    public void Token_GoesToTheOverloadOfItsOwnKind()
    {
        var proxy = Proxy<ITokenKinds>(new TokenKinds());
        var token = CancellationToken.None;

        Assert.AreEqual("token", proxy.Get(CancellationToken.None));
        Assert.AreEqual("nullable", proxy.Get((CancellationToken?)null));
        Assert.AreEqual("plain", proxy.Find(CancellationToken.None));
        Assert.AreEqual("in", proxy.Find(in token));
    }

    [TestMethod]
    public void InheritedMethod_IsTaken()
    {
        Assert.AreEqual("base", Proxy<IGet>(new Inheriting()).Get("x"));
    }

    [TestMethod]
    public void HidingMethod_ComesBeforeTheHidden()
    {
        Assert.AreEqual("hiding", Proxy<IGet>(new Hiding()).Get("x"));
    }

    [TestMethod]
    public void OverridingMethod_IsTheOneThatRuns()
    {
        Assert.AreEqual("overriding", Proxy<IGet>(new Overriding()).Get("x"));
    }

    [TestMethod]
    public void InheritedMethod_ComesBeforeAnHeirsOverloadThatTakesMore()
    {
        Assert.AreEqual("base", Proxy<IGet>(new Overloading()).Get("x"));
    }

    [TestMethod]
    public void OverridingMethod_ComesBeforeAnOverloadThatTakesMore()
    {
        Assert.AreEqual("overriding", Proxy<IGet>(new OverridingAndOverloading()).Get("x"));
    }

    [TestMethod]
    public void Properties_GoByTheirAccessors()
    {
        var proxy = Proxy<IProperties>(new ShapedProperties());

        proxy.Name = "n";

        Assert.AreEqual("n", proxy.Name);
        Assert.AreEqual(3, proxy.Latest);
        Assert.AreEqual("item 2", proxy[2]);
    }

    [TestMethod]
    public void PartOfTheInterfaces_ImplementedByTheClass_TheRestByShape()
    {
        var proxy = Proxy<IWhole>(new PartImplemented());

        Assert.AreEqual("explicit", proxy.Get("x"));
        Assert.AreEqual(4, proxy.Count());
    }

    [TestMethod]
    public void OverloadsByShape_EachCall_ReachesItsOwn()
    {
        var proxy = Proxy<IOverloads>(new ShapedOverloads());

        Assert.AreEqual("int", proxy.Get(1));
        Assert.AreEqual("string", proxy.Get("1"));
        Assert.AreEqual("nothing", proxy.Get());
    }

    [Compiled]
    public interface ITokenKinds
    {
        [WaitFor(15)]
        string Get(CancellationToken token);

        [WaitFor(15)]
        string Get(CancellationToken? token);

        [WaitFor(15)]
        string Find(CancellationToken token);

        [WaitFor(15)]
        string Find(in CancellationToken token);
    }

    public sealed class TokenKinds : ITokenKinds
    {
        public string Get(CancellationToken token) => "token";

        public string Get(CancellationToken? token) => "nullable";

        public string Find(CancellationToken token) => "plain";

        public string Find(in CancellationToken token) => "in";
    }

    public interface ITokenless
    {
        [WaitFor(15)]
        string Marked();

        string Unmarked();
    }

    public sealed class TokenOverloads
    {
        public string Marked(CancellationToken? token) => "token";

        public string Marked<T>(T value) => $"{typeof(T)}";

        public string Unmarked(CancellationToken token) => "token";

        public string Unmarked(string value) => value;
    }

    [Compiled]
    public interface IGet
    {
        [WaitFor(15)]
        string Get(string name);
    }

    public sealed class ExplicitAndPublic : IGet
    {
        string IGet.Get(string name) => "explicit";

        public string Get(string name) => "public";
    }

    public sealed class SameAndAsync
    {
        public Task<string> GetAsync(string name) => Task.FromResult("async");

        public string Get(string name) => "same";
    }

    public sealed class AsyncOnly
    {
        public Task<string> GetAsync(string name) => Task.FromResult("async");

        public static string Get(string name) => "static";

        internal string Get(string name, CancellationToken cancellationToken) => "internal";
    }

    public sealed class WithAndWithoutToken
    {
        public string Get(string name, CancellationToken cancellationToken) => "token";

        public string Get(string name) => "plain";
    }

    public sealed class TokenOnly
    {
        public string Get(string name, CancellationToken cancellationToken) => $"token {cancellationToken.CanBeCanceled}";
    }

    public sealed class TokenAndAsync
    {
        public string GetAsync(string name) => "async";

        public string Get(string name, CancellationToken cancellationToken) => "token";
    }

    public sealed class OtherOverload
    {
        public string Get(int number) => "int";

        public string Get(string name, int number) => "two";

        public string Get(ref string name) => "ref";

        public string Get<T>(T name) => "generic";

        public string GetAsync(string name) => "async";
    }

    public class Base
    {
        public string Get(string name) => "base";
    }

    public sealed class Inheriting : Base;

    public sealed class Hiding : Base
    {
        public new string Get(string name) => "hiding";
    }

    public class Virtual
    {
        public virtual string Get(string name) => "virtual";
    }

    public sealed class Overriding : Virtual
    {
        public override string Get(string name) => "overriding";
    }

    public sealed class Overloading : Base
    {
        public string Get<T>(T name) => $"overload {name}";
    }

    public sealed class OverridingAndOverloading : Virtual
    {
        public override string Get(string name) => "overriding";

        public string Get<T>(T name) => $"overload {name}";
    }

    [WaitFor(15)]
    [Compiled]
    public interface IProperties
    {
        string Name { get; set; }

        int Latest { get; }

        string this[int index] { get; }
    }

    public sealed class ShapedProperties
    {
        public string Name { get; set; } = "";

        public Task<int> Latest => Task.FromResult(3);

        public string this[int index] => $"item {index}";
    }

    [Compiled]
    public interface IWhole : IGet
    {
        [WaitFor(15)]
        int Count();
    }

    public sealed class PartImplemented : IGet
    {
        string IGet.Get(string name) => "explicit";

        public Task<int> CountAsync() => Task.FromResult(4);
    }

    [WaitFor(15)]
    [Compiled]
    public interface IOverloads
    {
        string Get();

        string Get(int number);

        string Get(string text);
    }

    public sealed class ShapedOverloads
    {
        public string Get() => "nothing";

        public Task<string> GetAsync(int number) => Task.FromResult("int");

        public string Get(string text, CancellationToken cancellationToken) => "string";
    }
}
