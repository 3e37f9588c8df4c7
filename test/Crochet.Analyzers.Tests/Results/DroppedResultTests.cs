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
    [DataRow("loop.Post(() => {|CRO013:service.SendAsync()|});")]
    [DataRow("loop.Post(() => {|CRO013:service.CountAsync()|});")]
    [DataRow("loop.Post(() => {|CRO013:Task.Delay(5)|});")]
    [DataRow("loop?.Post(() => {|CRO013:service?.SendAsync()|});")]
    public Task Task_OfPostedFunction_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("loop.Post(() => { });")]
    [DataRow("loop.Post(() => service.Put());")]
    [DataRow("loop.Post(() => _ = service.SendAsync());")]
    [DataRow("loop.Post(async () => await service.SendAsync());")]
    [DataRow("_ = loop.RunInReactor(() => service.SendAsync());")]
    [DataRow("new Thread(() => service.SendAsync()).Start();")]
    [DataRow("void Send() => service.SendAsync();")]
    public Task Task_TakenOrElsewhere_Clean(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("service.Received().Start();")]
    [DataRow("service.Received(3).Count();")]
    [DataRow("service.DidNotReceiveWithAnyArgs().Start();")]
    [DataRow("service.When(it => it.Start()).Do(_ => { });")]
    [DataRow("Received.InOrder(() => { service.Start(); service.Count(); });")]
    public Task Result_OfNSubstitute_Clean(string statements) => InTestAsync("NSubstitute", statements);

    [TestMethod]
    [DataRow("mock.Setup(it => it.Start());")]
    [DataRow("mock.Setup(it => it.Start()).Returns(EventualResult.Completed).Verifiable();")]
    [DataRow("mock.Verify(it => it.Start());")]
    [DataRow("mock.Verify(it => it.Count(), Times.Once());")]
    [DataRow("Expression<Action<IService>> starting = it => it.Start(); mock.Verify(starting, Times.Once());")]
    public Task Result_OfMoq_Clean(string statements) => InTestAsync("Moq", statements);

    [TestMethod]
    public Task Message_NamesTheCall() => Verify.MessageAsync(
        "EventLoop.RunInReactor: the EventualResult is dropped, so a failure is reported late, when it is garbage-collected. Await it, "
            + "keep it, or assign it to '_' to drop it on purpose.",
        "class Caller { void Run(EventLoop loop) { {|CRO013:loop.RunInReactor(() => { })|}; } }");

    [TestMethod]
    public Task Message_OfPostedFunction_NamesRunInReactor() => Verify.MessageAsync(
        "EventLoop.Post: nobody looks at the task that the function hands back, so its failure is lost. Give the function to RunInReactor "
            + "instead.",
        "class Caller { void Run(EventLoop loop) => loop.Post(() => {|CRO013:Task.Delay(5)|}); }");

    private static Task InMethodAsync(string statements) => Verify.ProblemsAsync($$"""
        public interface IService
        {
            [RunInReactor] EventualResult Start();
            [RunInReactor] EventualResult<int> Count();
            [RunInReactor] void Put();
            Task SendAsync();
            ValueTask<int> CountAsync();
        }
        class Caller { void Run(IService service, EventLoop loop) { {{statements}} } }
        """);

    private static Task InTestAsync(string library, string statements) => Verify.ProblemsAsync($$"""
        using System.Linq.Expressions;
        using {{library}};
        public interface IService { [RunInReactor] EventualResult Start(); [RunInReactor] EventualResult<int> Count(); }
        class ServiceTests { void Run(IService service, Moq.Mock<IService> mock) { {{statements}} } }
        """);
}
