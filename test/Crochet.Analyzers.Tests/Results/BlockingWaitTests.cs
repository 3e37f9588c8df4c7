using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Results;

[TestClass]
public sealed class BlockingWaitTests
{
    private const string Service = """
        public interface IService
        {
            [WaitFor(5)] int Get();
            [WaitFor(5)] Task<int> GetAsync();
            [WaitFor(5)] int Latest { get; set; }
            [RunInReactor] EventualResult<int> Count();
            [WaitFor(5)] IAsyncEnumerable<int> Items();
            int Unmarked();
        }

        """;

    [TestMethod]
    [DataRow("{|CRO014:result.Wait(TimeSpan.FromSeconds(5))|};")]
    [DataRow("{|CRO014:result.TryWait(TimeSpan.FromSeconds(5), out var value)|};")]
    [DataRow("{|CRO014:((EventualResult)result).Wait(TimeSpan.FromSeconds(5))|};")]
    [DataRow("{|CRO014:loop.WaitFor(TimeSpan.FromSeconds(5), () => 3)|};")]
    [DataRow("{|CRO014:service.Get()|};")]
    [DataRow("var latest = {|CRO014:service.Latest|};")]
    [DataRow("{|CRO014:service.Latest|} = 3;")]
    [DataRow("{|CRO014:service.Count().Wait(TimeSpan.FromSeconds(5))|};")]
    public Task Wait_InAsyncMethod_Flagged(string statements) => InAsyncMethodAsync(statements);

    [TestMethod]
    [DataRow("await result;")]
    [DataRow("await result.AsTask().WaitAsync(TimeSpan.FromSeconds(5));")]
    [DataRow("if (result.TryWait(TimeSpan.Zero, out var value)) { }")]
    [DataRow("result.Wait(default);")]
    [DataRow("await service.GetAsync();")]
    [DataRow("service.Unmarked();")]
    [DataRow("await Task.Run(() => result.Wait(TimeSpan.FromSeconds(5)));")]
    [DataRow("await Task.Run(() => service.Get());")]
    [DataRow("var name = nameof(service.Latest);")]
    [DataRow("Task.CompletedTask.Wait();")]
    [DataRow("await foreach (var item in service.Items()) { }")]
    [DataRow("service.Received().Get();")]
    [DataRow("service.Get().Returns(3);")]
    [DataRow("service.Latest.Returns(3);")]
    [DataRow("service.When(it => it.Get()).Do(_ => { });")]
    public Task Wait_NotBlockingThere_Clean(string statements) => InAsyncMethodAsync(statements);

    [TestMethod]
    [DataRow("Func<Task> run = async () => { {|CRO014:service.Get()|}; await Task.Yield(); };")]
    [DataRow("async Task RunAsync() { {|CRO014:service.Get()|}; await Task.Yield(); }")]
    [DataRow("async IAsyncEnumerable<int> RunAsync() { yield return {|CRO014:service.Get()|}; await Task.Yield(); }")]
    public Task Wait_InAsyncFunction_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("loop.Post(() => {|CRO014:service.Get()|});")]
    [DataRow("loop.Post(() => {|CRO014:result.Wait(TimeSpan.FromSeconds(5))|});")]
    [DataRow("loop.Post(() => {|CRO014:result.Wait(TimeSpan.Zero)|});")]
    [DataRow("loop.CallLater(TimeSpan.FromSeconds(5), () => {|CRO014:service.Get()|});")]
    [DataRow("loop.CallEvery(TimeSpan.FromSeconds(5), async () => {|CRO014:service.Get()|});")]
    [DataRow("_ = loop.RunInReactor(() => {|CRO014:service.Get()|});")]
    [DataRow("_ = loop.RunInReactor(async token => {|CRO014:service.Get()|});")]
    [DataRow("loop.WaitFor(TimeSpan.FromSeconds(5), () => {|CRO014:service.Latest|});")]
    [DataRow("loop.WaitFor(TimeSpan.FromSeconds(5), () => { {|CRO014:loop.WaitFor(TimeSpan.FromSeconds(5), () => 3)|}; });")]
    public Task Wait_InLambdaForTheLoop_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("service.Get();")]
    [DataRow("result.Wait(TimeSpan.FromSeconds(5));")]
    [DataRow("service.Latest = service.Latest + 1;")]
    [DataRow("loop.WaitFor(TimeSpan.FromSeconds(5), () => 3);")]
    [DataRow("new Thread(() => service.Get()).Start();")]
    [DataRow("int Run() => service.Get();")]
    public Task Wait_InBlockingCode_Clean(string statements) => InMethodAsync(statements);

    [TestMethod]
    public Task Wait_InImplementationThatIsRegistered_Flagged() => Verify.ProblemsAsync(Service + """
        public interface IFront { [WaitFor(5)] int Ask(); int Unmarked(); }
        public class Front(IService service)
        {
            public int Ask() => {|CRO014:service.Get()|};
            public int Unmarked() => service.Get();
            public int Other() => service.Get();
        }
        class Startup { void Add(CrochetBuilder crochet) => crochet.AddProxied<IFront, Front>(); }
        """);

    [TestMethod]
    public Task Wait_InImplementationInTheContainer_Flagged() => Verify.ProblemsAsync(Service + """
        public interface IFront { [WaitFor(5)] int Ask(); }
        public class Front(IService service) : IFront { public int Ask() => {|CRO014:service.Get()|}; }
        class Startup { void Add(IServiceCollection services) => services.AddSingleton<IFront, Front>(); }
        """);

    [TestMethod]
    public Task Wait_InClassThatIsNotSeenRegistered_Clean() => Verify.ProblemsAsync(Service + """
        public interface IFront { [WaitFor(5)] int Ask(); }
        public class Decorator(IFront front) : IFront { public int Ask() => front.Ask(); }
        """);

    [TestMethod]
    public Task Wait_OnImplementationItself_Clean() => Verify.ProblemsAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service : IService { public int Get() => 3; }
        class Caller { async Task<int> RunAsync(Service service) { await Task.Yield(); return service.Get(); } }
        """);

    [TestMethod]
    public Task Message_InAsyncMethod() => Verify.MessageAsync(
        "EventualResult.Wait: it blocks in an async method. Await the result instead.",
        "class Caller { async Task RunAsync(EventualResult result) { await Task.Yield(); "
            + "{|CRO014:result.Wait(TimeSpan.FromSeconds(5))|}; } }");

    [TestMethod]
    public Task Message_InLoop() => Verify.MessageAsync(
        "IService.Get: it blocks in the loop thread, where it throws EventLoopDeadlockException or holds up every other call. Await a "
            + "member that returns a Task, or call the implementation itself.",
        Service + "class Caller { void Run(EventLoop loop, IService service) => loop.Post(() => {|CRO014:service.Get()|}); }");

    private static Task InMethodAsync(string statements) => Verify.ProblemsAsync(
        Service + $$"""class Caller { void Call(IService service, EventLoop loop, EventualResult<int> result) { {{statements}} } }""");

    private static Task InAsyncMethodAsync(string statements) => Verify.ProblemsAsync(
        "using NSubstitute;" + Service + $$"""
            class Caller
            {
                async Task CallAsync(IService service, EventLoop loop, EventualResult<int> result) { await Task.Yield(); {{statements}} }
            }
            """);
}
