using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Interfaces;

/// <summary>Problems that one marked member has by itself.</summary>
[TestClass]
public sealed class MemberTests
{
    [TestMethod]
    [DataRow("[RunInReactor] {|CRO001:int|} Get();")]
    [DataRow("[RunInReactor] {|CRO001:object|} Get();")]
    [DataRow("[RunInReactor] {|CRO001:T|} Get<T>();")]
    [DataRow("[RunInReactor] {|CRO001:IEnumerable<int>|} Get();")]
    [DataRow("[RunInReactor] {|CRO001:string?|} Latest { get; set; }")]
    [DataRow("{|CRO001:string|} Latest { [RunInReactor] get; }")]
    [DataRow("[RunInReactor] {|CRO001:int|} this[int index] { get; }")]
    public Task RunInReactor_ReturnsValue_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[RunInReactor] void Get();")]
    [DataRow("[RunInReactor] EventualResult Get();")]
    [DataRow("[RunInReactor] EventualResult<int> Get();")]
    [DataRow("[RunInReactor] Task Get();")]
    [DataRow("[RunInReactor] Task<int> Get();")]
    [DataRow("[RunInReactor] ValueTask Get();")]
    [DataRow("[RunInReactor] ValueTask<int> Get();")]
    [DataRow("[RunInReactor] EventualResult<T> Get<T>();")]
    [DataRow("[RunInReactor] EventualResult<string> Latest { get; }")]
    [DataRow("string Latest { get; [RunInReactor] set; }")]
    [DataRow("int Unmarked();")]
    public Task RunInReactor_ReturnsAtOnce_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[{|CRO002:WaitFor(seconds: -1)|}] int Get();")]
    [DataRow("[{|CRO002:WaitFor(double.NaN)|}] int Get();")]
    [DataRow("[{|CRO002:WaitFor(double.PositiveInfinity)|}] int Get();")]
    [DataRow("[{|CRO002:WaitFor(1e300)|}] int Get();")]
    [DataRow("[{|CRO002:WaitFor(-1)|}] int Latest { get; set; }")]
    [DataRow("int Latest { [{|CRO002:WaitFor(-1)|}] get; }")]
    public Task WaitFor_ImpossibleTimeout_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(0)] int Get();")]
    [DataRow("[WaitFor(0.001)] int Get();")]
    [DataRow("[WaitFor(86400)] int Get();")]
    public Task WaitFor_PossibleTimeout_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5), {|CRO003:RunInReactor|}] EventualResult<int> Get();")]
    [DataRow("[{|CRO003:RunInReactor|}] [WaitFor(5)] int Get();")]
    [DataRow("[WaitFor(5), {|CRO003:RunInReactor|}] int Latest { get; }")]
    public Task Member_BothAttributes_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] int Get(); [RunInReactor] void Put();")]
    [DataRow("int Latest { [WaitFor(5)] get; [RunInReactor] set; }")]
    [DataRow("[WaitFor(5)] int Latest { get; [RunInReactor] set; }")]
    public Task Member_OneAttributeEach_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[RunInReactor] void Get(ref int {|CRO006:value|});")]
    [DataRow("[RunInReactor] EventualResult Get(out int {|CRO006:value|});")]
    [DataRow("[WaitFor(5)] Task Get(in int {|CRO006:value|});")]
    [DataRow("[WaitFor(5)] ValueTask<int> Get(ref readonly int {|CRO006:value|});")]
    [DataRow("[WaitFor(5)] IEnumerable<int> Get(out int {|CRO006:value|});")]
    [DataRow("[WaitFor(5)] IAsyncEnumerable<int> Get(in int {|CRO006:value|});")]
    [DataRow("[RunInReactor] IAsyncEnumerable<int> Get(ref int {|CRO006:value|});")]
    public Task ByRef_CallerGoesOn_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] bool TryGet(string name, out int value);")]
    [DataRow("[WaitFor(5)] void Swap(ref int one, ref int other);")]
    [DataRow("[WaitFor(5)] int Get(in int value);")]
    [DataRow("Task Unmarked(ref int value);")]
    public Task ByRef_CallerBlocks_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] void Send({|CRO007:Span<byte>|} data);")]
    [DataRow("[WaitFor(5)] void Send({|CRO007:ReadOnlySpan<char>|} data);")]
    [DataRow("[RunInReactor] void Send({|CRO007:Span<byte>|} data);")]
    [DataRow("[WaitFor(5)] {|CRO007:Span<byte>|} Receive();")]
    [DataRow("[WaitFor(5)] {|CRO007:ref int|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO007:ref readonly int|} Latest { get; }")]
    [DataRow("[WaitFor(5)] unsafe void Send({|CRO007:byte*|} data);")]
    [DataRow("[WaitFor(5)] unsafe {|CRO007:byte*|} Receive();")]
    [DataRow("[WaitFor(5)] unsafe void Call({|CRO007:delegate*<void>|} function);")]
    [DataRow("[WaitFor(5)] void Send<T>({|CRO007:T|} data) where T : allows ref struct;")]
    public Task Type_BoundToStack_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] void Send(Memory<byte> data);")]
    [DataRow("[WaitFor(5)] void Send(params byte[] data);")]
    [DataRow("[WaitFor(5)] nint Handle();")]
    [DataRow("[WaitFor(5)] void Send<T>(T data) where T : struct;")]
    [DataRow("void Unmarked(int value);")]
    public Task Type_OnHeap_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] int {|CRO011:Get|}(CancellationToken? one, in CancellationToken other);")]
    [DataRow("[WaitFor(5)] int {|CRO011:Get|}(CancellationToken one, CancellationToken other);")]
    [DataRow("[RunInReactor] void {|CRO011:Get|}(CancellationToken one, string name, CancellationToken other);")]
    public Task Tokens_Two_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] int Get(CancellationToken one);")]
    [DataRow("[WaitFor(5)] int Get();")]
    [DataRow("int Unmarked(CancellationToken one, CancellationToken other);")]
    public Task Tokens_AtMostOne_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] {|CRO015:EventualResult|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO015:EventualResult<int>|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO015:EventualResult<int>|} Latest { get; }")]
    public Task WaitFor_ReturnsEventualResult_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] int Get();")]
    [DataRow("[WaitFor(5)] Task<int> Get();")]
    [DataRow("[WaitFor(5)] ValueTask Get();")]
    [DataRow("[WaitFor(5)] void Get();")]
    public Task WaitFor_ReturnsValueOrTask_Clean(string member) => OfMemberAsync(member);

    private static Task OfMemberAsync(string member) => Verify.ProblemsAndRegistrationAsync($"public interface IService {{ {member} }}");
}
