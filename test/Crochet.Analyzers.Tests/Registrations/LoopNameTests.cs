using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Registrations;

/// <summary>CRO018, and the groups of CRO021.</summary>
[TestClass]
public sealed class LoopNameTests
{
    private const string Types = """
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service : IService { public int Get() => 3; }
        [OnLoop("engine")] public interface IEngine { [WaitFor(5)] int Get(); }
        public class Engine : IEngine { public int Get() => 3; }
        [ThreadBound] public class BoundEngine : IEngine { public int Get() => 3; }

        """;

    [TestMethod]
    [DataRow("services.AddCrochet().AddProxied<IService, Service>({|CRO018:\"engine\"|});")]
    [DataRow("services.AddCrochet().AddLoop(\"other\").AddThreadBound<IService, Service>({|CRO018:\"engine\"|});")]
    [DataRow("services.AddCrochet().AddThreadBound<IService, Service>(_ => new Service(), loop: {|CRO018:\"engine\"|});")]
    [DataRow("services.AddCrochet().AddProxied<{|CRO018:IEngine|}, Engine>();")]
    [DataRow("services.AddSingleton<{|CRO018:IEngine|}, Engine>(); services.AddCrochet();")]
    [DataRow("const string engine = \"engine\"; services.AddCrochet().AddProxied<IService, Service>({|CRO018:engine|});")]
    public Task Loop_NotAdded_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("services.AddCrochet().AddLoop(\"engine\").AddProxied<IService, Service>(\"engine\");")]
    [DataRow("services.AddCrochet().AddProxied<IService, Service>(\"engine\").AddLoop(\"engine\");")]
    [DataRow("services.AddCrochet().UseLoop(\"engine\", loop).AddProxied<IService, Service>(\"engine\");")]
    [DataRow("services.AddCrochet().AddLoopGroup(\"engine\", 3).AddThreadBound<IService, Service>(\"engine\");")]
    [DataRow("services.AddCrochet().AddLoop(name).AddProxied<IService, Service>(\"engine\");")]
    [DataRow("services.AddCrochet().AddProxied<IService, Service>(name);")]
    [DataRow("services.AddCrochet(options => options.Loop.Name = \"engine\").AddProxied<IService, Service>(\"engine\");")]
    [DataRow("services.AddCrochet().AddProxied<IService, Service>();")]
    [DataRow("services.AddCrochet().AddLoop(\"other\").AddProxied<IEngine, Engine>(\"other\");")]
    [DataRow("crochet.AddProxied<IService, Service>(\"engine\");")]
    [DataRow("services.AddCrochet(); CrochetProxy.Create<IEngine>(new Engine());")]
    public Task Loop_AddedOrUntold_Clean(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("services.AddCrochet(options => options.Loop.Name = \"one\"); services.AddCrochet(options => options.Loop.Name = "
        + "{|CRO018:\"other\"|});")]
    [DataRow("services.AddCrochet(options => options.Loop.Name = \"one\").AddLoop({|CRO018:\"one\"|});")]
    [DataRow("services.AddCrochet().AddLoop({|CRO018:\"Crochet\"|});")]
    [DataRow("services.AddCrochet().AddLoopGroup({|CRO018:\"Crochet\"|}, 3);")]
    public Task OwnLoop_NamedTwiceOrAgain_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("services.AddCrochet(options => options.Loop.Name = \"one\"); services.AddCrochet(options => options.Loop.Name = \"one\");")]
    [DataRow("services.AddCrochet(options => options.Loop.Name = \"one\"); others.AddCrochet(options => options.Loop.Name = \"other\");")]
    [DataRow("services.AddCrochet(options => options.Loop.Name = \"one\").AddLoop(\"Crochet\");")]
    [DataRow("services.AddCrochet().AddLoop(\"one\", options => options.Name = \"one\");")]
    public Task OwnLoop_NamedOnce_Clean(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("AddProxied<IService, Service>({|CRO021:\"engine\"|});")]
    [DataRow("AddProxied<{|CRO021:IEngine|}, Engine>();")]
    [DataRow("AddThreadBound<IService, Service>({|CRO021:\"engine\"|}, options => options.Lifetime = ServiceLifetime.Scoped);")]
    [DataRow("AddThreadBound<{|CRO021:IEngine|}, Engine>(options => options.Lifetime = ServiceLifetime.Transient);")]
    [DataRow("AddProxied<{|CRO021:IEngine|}, BoundEngine>(ServiceLifetime.Scoped);")]
    [DataRow("Services.AddScoped<{|CRO021:IEngine|}, BoundEngine>().AddCrochet();")]
    public Task Group_NotForThreadBoundSingleton_Flagged(string call) =>
        InMethodAsync($"services.AddCrochet().AddLoopGroup(\"engine\", 3).{call}");

    [TestMethod]
    [DataRow("AddThreadBound<IService, Service>(\"engine\");")]
    [DataRow("AddThreadBound<IEngine, Engine>(options => options.CreateAtStart = true);")]
    [DataRow("AddProxied<IEngine, BoundEngine>();")]
    [DataRow("Services.AddSingleton<IEngine, BoundEngine>().AddCrochet();")]
    public Task Group_ForThreadBoundSingleton_Clean(string call) =>
        InMethodAsync($"services.AddCrochet().AddLoopGroup(\"engine\", 3).{call}");

    [TestMethod]
    public Task Message_OfUnknownLoop_SaysHowToAddIt() => Verify.MessageAsync(
        "IService: it is to run in the loop 'engine', and no loop or group of that name was added. "
        + "Call AddLoop(\"engine\") or AddLoopGroup(\"engine\", count) after AddCrochet.",
        Types + "class Startup { void Add(IServiceCollection services) => services.AddCrochet().AddProxied<IService, Service>("
            + "{|CRO018:\"engine\"|}); }");

    private static Task InMethodAsync(string statements) => Verify.ProblemsAsync(Types + $$"""
        class Startup
        {
            void Add(IServiceCollection services, IServiceCollection others, CrochetBuilder crochet, EventLoop loop, string name)
            {
                {{statements}}
            }
        }
        """);
}
