using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Registrations;

/// <summary>CRO023: interfaces that are offered to a cluster, or called in one.</summary>
[TestClass]
public sealed class ClusterTests
{
    [TestMethod]
    [DataRow("int Unmarked();")]
    [DataRow("int Unmarked { get; }")]
    [DataRow("event Action Unmarked;")]
    [DataRow("[Callback] event Action Marked;")]
    [DataRow("[WaitFor(1)] void ByRef(ref int value);")]
    [DataRow("[WaitFor(1)] void In(in int value);")]
    [DataRow("[WaitFor(1)] void Called([Callback] Action callback);")]
    [DataRow("[WaitFor(1)] void Called([Callback] IProgress<int> callback);")]
    [DataRow("[WaitFor(1)] void Given(Func<int> function);")]
    [DataRow("[WaitFor(1)] IChild Child();")]
    [DataRow("[WaitFor(1)] Task<IReadOnlyList<IChild>> Children();")]
    [DataRow("[RunInReactor] EventualResult<IChild[]> Children();")]
    [DataRow("[WaitFor(1)] void Take(IChild child);")]
    [DataRow("[WaitFor(1)] void Generic<T>(T value);")]
    [DataRow("[WaitFor(1), OnEveryLoop] void Everywhere();")]
    public async Task Member_ThatCannotCross_Flagged(string member)
    {
        await VerifyAsync(member, "crochet.Offer<{|CRO023:IService|}>();");
        await VerifyAsync(member, "crochet.AddRemote<{|CRO023:IService|}>();");
    }

    [TestMethod]
    [DataRow("[WaitFor(1)] int Get(string name, CancellationToken token);")]
    [DataRow("[WaitFor(1)] int Get(in CancellationToken token);")]
    [DataRow("[WaitFor(1)] List<string> Get(int[] numbers);")]
    [DataRow("[WaitFor(1)] IAsyncEnumerable<int> Get([LoopKey] string key);")]
    [DataRow("[WaitFor(1)] IEnumerable<int> Get();")]
    [DataRow("[RunInReactor] EventualResult<int> Get();")]
    [DataRow("[WaitFor(1)] int Size { get; set; }")]
    public Task Member_ThatCrosses_Clean(string member) => VerifyAsync(member, "crochet.Offer<IService>().AddRemote<IService>();");

    [TestMethod]
    public Task Members_ThatCannotCross_EachFlagged() => VerifyAsync(
        "int One(); int Two(); [WaitFor(1)] int Three();", "crochet.Offer<{|CRO023:{|CRO023:IService|}|}>();");

    [TestMethod]
    public Task Member_OfABaseInterface_Flagged() => VerifyAsync(
        "[WaitFor(1)] int Get();", "crochet.Offer<{|CRO023:IHeir|}>();", "public interface IHeir : IService, IDisposable { int Own(); }");

    [TestMethod]
    public Task Interface_ThatIsNotOffered_Clean() => VerifyAsync(
        "int Unmarked(); [WaitFor(1)] int Get();", "crochet.AddProxied<IService, Service>();",
        "public class Service : IService { public int Unmarked() => 1; public int Get() => 2; }");

    [TestMethod]
    public Task Class_InPlaceOfAnInterface_Flagged() => VerifyAsync("[WaitFor(1)] int Get();", "crochet.Offer<{|CRO009:string|}>();");

    private static Task VerifyAsync(string member, string statements, string types = "") => Verify.ProblemsAsync($$"""
        public interface IChild { [WaitFor(1)] int Id(); }
        public interface IService { {{member}} }
        {{types}}
        class Startup { void Add(CrochetBuilder crochet) { {{statements}} } }
        """);
}
