using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Interfaces;

/// <summary>[Prefetch], and return types that would do their work in the caller's thread.</summary>
[TestClass]
public sealed class StreamTests
{
    [TestMethod]
    [DataRow("[WaitFor(5), {|CRO026:Prefetch(3)|}] int Get();")]
    [DataRow("[WaitFor(5), {|CRO026:Prefetch(3)|}] List<int> Get();")]
    [DataRow("[WaitFor(5), {|CRO026:Prefetch(0)|}] IAsyncEnumerable<int> Get();")]
    [DataRow("[WaitFor(5), {|CRO026:Prefetch(-1)|}] IEnumerable<int> Get();")]
    [DataRow("[WaitFor(5), {|CRO026:Prefetch(3)|}] void Put();")]
    [DataRow("[WaitFor(5), {|CRO026:Prefetch(3)|}] string Latest { get; set; }")]
    [DataRow("[WaitFor(5)] IEnumerable<int> Latest { [{|CRO026:Prefetch(0)|}] get; }")]
    public Task Prefetch_TooSmallOrNoStream_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5), Prefetch(3)] IAsyncEnumerable<int> Get();")]
    [DataRow("[WaitFor(5), Prefetch(3)] IEnumerable<int> Get();")]
    [DataRow("[WaitFor(5), Prefetch(3)] Task<IEnumerable<int>> Get();")]
    [DataRow("[RunInReactor, Prefetch(3)] EventualResult<IAsyncEnumerable<int>> Get();")]
    [DataRow("[WaitFor(5), Prefetch(3)] IEnumerable<int> Latest { get; set; }")]
    public Task Prefetch_OfStream_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] {|CRO027:System.Linq.IQueryable<int>|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO027:System.Linq.IQueryable|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO027:Task<System.Linq.IOrderedQueryable<int>>|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO027:IEnumerator<int>|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO027:System.Collections.IEnumerator|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO027:IAsyncEnumerator<string>|} Get();")]
    [DataRow("[RunInReactor] {|CRO027:EventualResult<IEnumerator<int>>|} Get();")]
    [DataRow("[RunInReactor] {|CRO027:System.Linq.IQueryable<int>|} Get();")]
    [DataRow("[WaitFor(5)] {|CRO027:System.Linq.IQueryable<T>|} Get<T>();")]
    [DataRow("[WaitFor(5)] {|CRO027:System.Linq.IQueryable<int>|} Latest { get; }")]
    public Task Return_CallerWouldRunIt_Flagged(string member) => OfMemberAsync(member);

    [TestMethod]
    [DataRow("[WaitFor(5)] IEnumerable<int> Get();")]
    [DataRow("[WaitFor(5)] IAsyncEnumerable<int> Get();")]
    [DataRow("[RunInReactor] IAsyncEnumerable<int> Get();")]
    [DataRow("[RunInReactor] EventualResult<IEnumerable<int>> Get();")]
    [DataRow("[WaitFor(5)] IReadOnlyList<int> Get();")]
    [DataRow("[WaitFor(5)] void Put(System.Linq.IQueryable<int> query);")]
    [DataRow("[WaitFor(5)] int Get(); System.Linq.IQueryable<int> Unmarked();")]
    public Task Return_LoopRunsIt_Clean(string member) => OfMemberAsync(member);

    [TestMethod]
    public Task Return_OfCollectionsOwnEnumerator_Clean() => Verify.ProblemsAndRegistrationAsync(
        "[WaitFor(5)] public interface IService : ICollection<int> { }");

    [TestMethod]
    public Task Message_OfQueryable_SaysWhatToReturn() => Verify.MessageAsync(
        "IService.Get: IQueryable<string> would do its work in the caller's thread, outside the loop. Return IEnumerable<string> or a "
            + "list.",
        "public interface IService { [WaitFor(5)] {|CRO027:Task<System.Linq.IQueryable<string>>|} Get(); }");

    [TestMethod]
    public Task Message_OfPrefetch_SaysWhatStreamsAre() => Verify.MessageAsync(
        "IService.Get: [Prefetch] makes the items of a stream ahead, and the member returns Task<List<int>>. Return IAsyncEnumerable<T> or "
            + "IEnumerable<T>, or remove it.",
        "public interface IService { [WaitFor(5), {|CRO026:Prefetch(3)|}] Task<List<int>> Get(); }");

    [TestMethod]
    public Task Generic_OpenValue_FlaggedInTheConstructionThatBreaksIt() => Verify.ProblemsAsync("""
        public interface ISource<T> { [WaitFor(5), Prefetch(3)] Task<T> Get(); }
        public interface IStreams : ISource<IEnumerable<int>> { }
        public interface {|CRO026:INumbers|} : ISource<int> { }
        """);

    private static Task OfMemberAsync(string member) => Verify.ProblemsAndRegistrationAsync($"public interface IService {{ {member} }}");
}
