using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Registrations;

/// <summary>CRO024 and the ready instances of CRO021.</summary>
[TestClass]
public sealed class ThreadBoundTests
{
    private const string Types = """
        public interface IService { [WaitFor(5)] int Get(); }
        [ThreadBound] public class Service : IService { public int Get() => 3; }
        public class Heir : Service;
        public class Free : IService { public int Get() => 3; }

        """;

    [TestMethod]
    [DataRow("services.AddSingleton<IService>({|CRO021:new Service()|});")]
    [DataRow("services.AddSingleton<IService>({|CRO021:ready|});")]
    [DataRow("services.AddSingleton(typeof(IService), {|CRO021:new Heir()|});")]
    [DataRow("services.AddKeyedSingleton<IService>(\"key\", {|CRO021:ready|});")]
    [DataRow("CrochetProxy.Create<IService>({|CRO021:new Service()|});")]
    [DataRow("CrochetProxy.Create<IService>({|CRO021:ready|});")]
    public Task Instance_OfThreadBoundClass_Flagged(string statement) => InMethodAsync(statement);

    [TestMethod]
    [DataRow("services.AddSingleton<IService>(new Free());")]
    [DataRow("services.AddSingleton<IService, Service>();")]
    [DataRow("services.AddSingleton(typeof(IService), typeof(Service));")]
    [DataRow("services.AddSingleton<Service>(new Service());")]
    [DataRow("services.AddCrochet().AddThreadBound<IService, Service>();")]
    [DataRow("services.AddCrochet().AddThreadBound<IService, Service>(_ => new Service());")]
    [DataRow("CrochetProxy.CreateThreadBound<IService>(loop, () => new Service());")]
    public Task ClassOrFactory_Clean(string statement) => InMethodAsync(statement);

    [TestMethod]
    [DataRow("services.AddSingleton<IMixed, {|CRO024:Mixed|}>();")]
    [DataRow("services.AddCrochet().AddProxied<IMixed, {|CRO024:Mixed|}>();")]
    [DataRow("services.AddCrochet().AddThreadBound<IMixed, {|CRO024:Mixed|}>();")]
    [DataRow("services.AddCrochet().AddThreadBound<IMixed, {|CRO024:MixedFree|}>();")]
    [DataRow("CrochetProxy.CreateThreadBound<{|CRO024:IMixed|}>(loop, () => new Mixed());")]
    public Task UnmarkedMember_OfThreadBound_Flagged(string statement) => OfMemberAsync("int Unmarked();", statement);

    [TestMethod]
    [DataRow("event Action Changed;")]
    [DataRow("int Latest { get; set; }")]
    [DataRow("int Unmarked() => 3;")]
    public Task UnmarkedMember_OfAnyKind_FlaggedOnce(string member) => OfMemberAsync(
        member, "CrochetProxy.CreateThreadBound<{|CRO024:IMixed|}>(loop, () => new object());", implements: false);

    [TestMethod]
    [DataRow("[Callback] event Action Changed;")]
    [DataRow("[RunInReactor] void Put();")]
    [DataRow("int Latest { [WaitFor(5)] get; [RunInReactor] set; }")]
    [DataRow("static int Count => 3;")]
    public Task Member_InTheLoop_Clean(string member) => OfMemberAsync(
        member, "CrochetProxy.CreateThreadBound<IMixed>(loop, () => new object());", implements: false);

    [TestMethod]
    public Task UnmarkedMember_OfFreeClass_Clean() =>
        OfMemberAsync("int Unmarked();", "services.AddCrochet().AddProxied<IMixed, MixedFree>();");

    [TestMethod]
    public Task Disposal_IsTheProxysOwn() => Verify.ProblemsAsync("""
        public interface IService : IDisposable, IAsyncDisposable { [WaitFor(5)] int Get(); }
        class Startup { object Make(EventLoop loop) => CrochetProxy.CreateThreadBound<IService>(loop, () => new object()); }
        """);

    [TestMethod]
    public Task Message_OfUnmarkedMember_SaysHowToMarkIt() => Verify.MessageAsync(
        "IService.Put: it is unmarked, so it would run in the caller's thread, and the implementation is thread-bound. "
        + "Mark it [WaitFor] or [RunInReactor]; an event, [Callback].",
        """
        public interface IService { [WaitFor(5)] int Get(); void Put(); }
        class Startup { object Make(EventLoop loop) => CrochetProxy.CreateThreadBound<{|CRO024:IService|}>(loop, () => new object()); }
        """);

    [TestMethod]
    [DataRow("void Put();", "Mark IService.Put [WaitFor(seconds: 5)]", "[WaitFor(seconds: 5)]\nvoid Put();")]
    [DataRow("event Action Changed;", "Mark IService.Changed [Callback]", "[Callback]\nevent Action Changed;")]
    public Task MarkMember_PutsTheAttributeOnTheInterface(string before, string title, string after) => Verify.FixAsync<MarkMemberFix>(
        title, InInterface(before, "{|CRO024:IService|}"), InInterface(after, "IService"));

    private static string InInterface(string member, string service) => $$"""
        public interface IService
        {
            [WaitFor(5)]
            int Get();

            {{member.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }

        class Startup
        {
            object Make(EventLoop loop) => CrochetProxy.CreateThreadBound<{{service}}>(loop, () => new object());
        }
        """;

    private static Task InMethodAsync(string statement) => Verify.ProblemsAsync(
        Types + $$"""class Startup { void Add(IServiceCollection services, Service ready, EventLoop loop) { {{statement}} } }""");

    private static Task OfMemberAsync(string member, string statement, bool implements = true) => Verify.ProblemsAsync($$"""
        public interface IMixed { [WaitFor(5)] int Get(); {{member}} }
        [ThreadBound] public class Mixed{{(implements ? " : IMixed" : "")}} { public int Get() => 3; public int Unmarked() => 3; }
        public class MixedFree{{(implements ? " : IMixed" : "")}} { public int Get() => 3; public int Unmarked() => 3; }
        class Startup { void Add(IServiceCollection services, EventLoop loop) { {{statement}} } }
        """);
}
