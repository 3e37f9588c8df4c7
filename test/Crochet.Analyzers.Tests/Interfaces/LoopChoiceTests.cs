using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Interfaces;

/// <summary>[LoopKey] and [OnEveryLoop].</summary>
[TestClass]
public sealed class LoopChoiceTests
{
    [TestMethod]
    [DataRow("[WaitFor(5)] int Get([LoopKey] string name, [{|CRO019:LoopKey|}] int id);")]
    [DataRow("[RunInReactor] void Put([LoopKey] int a, int b, [{|CRO019:LoopKey|}] int c, [LoopKey] int d);")]
    [DataRow("[WaitFor(5)] int this[[LoopKey] int a, [{|CRO019:LoopKey|}] int b] { get; }")]
    public Task LoopKeys_Several_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] int Get([LoopKey] string name, int id);")]
    [DataRow("[WaitFor(5)] int Get([LoopKey] (string Name, int Id) key); [WaitFor(5)] int Other([LoopKey] int id);")]
    public Task LoopKey_One_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5), {|CRO022:OnEveryLoop|}] int Get();")]
    [DataRow("[WaitFor(5), {|CRO022:OnEveryLoop|}] Task<int> Get();")]
    [DataRow("[RunInReactor, {|CRO022:OnEveryLoop|}] EventualResult<int> Get();")]
    [DataRow("[RunInReactor, {|CRO022:OnEveryLoop|}] void Put([LoopKey] string name);")]
    [DataRow("[WaitFor(5)] int Latest { [{|CRO022:OnEveryLoop|}] get; set; }")]
    public Task OnEveryLoop_ValueOrKey_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5), OnEveryLoop] void Clear();")]
    [DataRow("[WaitFor(5), OnEveryLoop] Task Clear();")]
    [DataRow("[WaitFor(5), OnEveryLoop] ValueTask Clear(CancellationToken token);")]
    [DataRow("[RunInReactor, OnEveryLoop] EventualResult Clear();")]
    public Task OnEveryLoop_NoValue_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    public Task Message_OfSeveralKeys_SaysWhatToPass() => Verify.MessageAsync(
        "IService.Get: it has more than one [LoopKey], and one key chooses the loop. Keep one; pass values that decide together as one "
            + "record or tuple.",
        "public interface IService { [WaitFor(5)] int Get([LoopKey] string name, [{|CRO019:LoopKey|}] int id); }");

    [TestMethod]
    public Task Message_OfValue_NamesIt() => Verify.MessageAsync(
        "IService.Get: [OnEveryLoop] runs it on every loop, so there is no single List<int> to hand back. Return void, Task, ValueTask or "
            + "EventualResult.",
        "public interface IService { [WaitFor(5), {|CRO022:OnEveryLoop|}] Task<List<int>> Get(); }");

    private static Task OfMemberAsync(string member) => Verify.ProblemsAndRegistrationAsync($"public interface IService {{ {member} }}");
}
