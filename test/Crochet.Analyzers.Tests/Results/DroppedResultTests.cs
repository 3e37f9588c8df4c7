using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Results;

[TestClass]
public sealed class DroppedResultTests
{
    [TestMethod]
    [DataRow("{|CRO013:service.Start()|};")]
    [DataRow("{|CRO013:service.Count()|};")]
    [DataRow("{|CRO013:service?.Start()|};")]
    [DataRow("{|CRO013:loop.RunInReactor(() => { })|};")]
    [DataRow("{|CRO013:loop.RunInReactor(async () => await Task.Yield())|};")]
    [DataRow("loop.Post(() => {|CRO013:service.Start()|});")]
    [DataRow("foreach (var i in new[] { 1, 2 }) {|CRO013:service.Start()|};")]
    [DataRow("{|CRO013:Reactor.RetrieveResult(default)|};")]
    public Task Result_Dropped_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("_ = service.Start();")]
    [DataRow("var result = service.Start(); result.Cancel();")]
    [DataRow("EventualResult result; result = service.Start();")]
    [DataRow("service.Start().Wait(TimeSpan.FromSeconds(5));")]
    [DataRow("service.Start().Cancel();")]
    [DataRow("service.Count()?.TryWait(TimeSpan.Zero, out _);")]
    [DataRow("service.Put();")]
    [DataRow("loop.WaitFor(TimeSpan.FromSeconds(5), () => 3);")]
    [DataRow("Func<EventualResult> start = () => service.Start();")]
    [DataRow("Func<EventualResult> start = service.Start;")]
    [DataRow("EventualResult? kept = null; kept ??= service.Start();")]
    public Task Result_Taken_Clean(string statements) => InMethodAsync(statements);

    [TestMethod]
    public Task Result_Awaited_Clean() => Verify.ProblemsAsync(
        "class Caller { async Task RunAsync(EventLoop loop) { await loop.RunInReactor(() => { }); await loop.RunInReactor(() => 3); } }");

    [TestMethod]
    public Task Result_Returned_Clean() => Verify.ProblemsAsync(
        "class Caller { EventualResult Run(EventLoop loop) => loop.RunInReactor(() => { }); }");

    [TestMethod]
    public Task Message_NamesTheCall() => Verify.MessageAsync(
        "EventLoop.RunInReactor: the EventualResult is dropped, so a failure is reported late, when it is garbage-collected. Await it, keep it, or assign it to '_' to drop it on purpose.",
        "class Caller { void Run(EventLoop loop) { loop.RunInReactor(() => { }); } }");

    private static Task InMethodAsync(string statements) => Verify.ProblemsAsync($$"""
        public interface IService { [RunInReactor] EventualResult Start(); [RunInReactor] EventualResult<int> Count(); [RunInReactor] void Put(); }
        class Caller { void Run(IService service, EventLoop loop) { {{statements}} } }
        """);
}
