using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.CodeFixes;

[TestClass]
public sealed class RemoveAttributeFixTests
{
    [TestMethod]
    [DataRow("Remove [LoopKey]", "[WaitFor(5)] int Get([LoopKey] int a, [{|CRO019:LoopKey|}] int b);",
        "[WaitFor(5)] int Get([LoopKey] int a, int b);")]
    [DataRow("Remove [Callback]", "[WaitFor(5)] void Listen([{|CRO020:Callback|}] int a);", "[WaitFor(5)] void Listen(int a);")]
    [DataRow("Remove [Callback]", "[WaitFor(5)] int Get(); [{|CRO020:Callback|}] event Func<int> Asked;",
        "[WaitFor(5)] int Get(); event Func<int> Asked;")]
    [DataRow("Remove [OnEveryLoop]", "[WaitFor(5), {|CRO022:OnEveryLoop|}] void Put([LoopKey] int a);",
        "[WaitFor(5)] void Put([LoopKey] int a);")]
    [DataRow("Remove [Prefetch]", "[WaitFor(5)] [{|CRO026:Prefetch(3)|}] int Get();", "[WaitFor(5)] int Get();")]
    public Task Remove_DropsTheAttribute(string title, string before, string after) => Verify.FixAsync<RemoveAttributeFix>(
        title, $"public interface IService {{ {before} }}", $"public interface IService {{ {after} }}");
}
