using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Registrations;

[TestClass]
public sealed class RegistrationOrderTests
{
    private const string Service = """
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service : IService { public int Get() => 3; }
        public class Host { public IServiceCollection Services { get; } = new ServiceCollection(); }

        """;

    [TestMethod]
    [DataRow("services.AddCrochet(); services.AddSingleton<{|CRO012:IService|}, Service>();")]
    [DataRow("services.AddCrochet(); services.AddScoped<{|CRO012:IService|}>(_ => new Service());")]
    [DataRow("services.AddCrochet(); services.AddSingleton<{|CRO012:IService|}>(new Service());")]
    [DataRow("services.AddCrochet(); services.AddKeyedTransient<{|CRO012:IService|}, Service>(\"key\");")]
    [DataRow("services.AddCrochet(); services.AddTransient({|CRO012:typeof(IService)|}, typeof(Service));")]
    [DataRow("services.AddCrochet(); services.AddSingleton<object>().AddSingleton<{|CRO012:IService|}, Service>();")]
    [DataRow("services.AddCrochet().Services.AddSingleton<{|CRO012:IService|}, Service>();")]
    [DataRow("services.AddCrochet(); if (services.Count > 3) { services.AddSingleton<{|CRO012:IService|}, Service>(); }")]
    [DataRow("services.AddCrochet(); services.AddCrochet(); services.AddSingleton<{|CRO012:IService|}, Service>();")]
    [DataRow("services.AddCrochet(); services.RemoveAll<IService>(); services.AddSingleton<{|CRO012:IService|}, Service>();")]
    [DataRow("services.AddCrochet(); services.RemoveAll<object>(); services.AddSingleton<{|CRO012:IService|}>(new Service());")]
    [DataRow("var crochet = services.AddCrochet(); services.AddSingleton<{|CRO012:IService|}, Service>();")]
    public Task Registration_AfterAddCrochet_Flagged(string statements) => InMethodAsync(statements);

    [TestMethod]
    [DataRow("services.AddSingleton<IService, Service>(); services.AddCrochet();")]
    [DataRow("services.AddSingleton<IService, Service>().AddCrochet();")]
    [DataRow("services.AddCrochet(); services.AddSingleton<IService, Service>(); services.AddCrochet();")]
    [DataRow("services.AddCrochet(); services.AddSingleton<IService, Service>(); if (services.Count > 3) services.AddCrochet();")]
    [DataRow("services.AddCrochet(); services.AddSingleton<Service>();")]
    [DataRow("services.AddCrochet(); services.RemoveAll<IService>(); services.AddSingleton<IService>(new Service());")]
    [DataRow("services.AddCrochet(); services.RemoveAll(typeof(IService)); services.AddSingleton<IService>(_ => new Service());")]
    [DataRow("services.AddCrochet().AddProxied<IService, Service>();")]
    [DataRow("services.AddCrochet(); other.AddSingleton<IService, Service>();")]
    [DataRow("services.AddCrochet(); Action later = () => services.AddSingleton<IService, Service>();")]
    [DataRow("if (services.Count > 3) { services.AddCrochet(); } else { services.AddSingleton<IService, Service>(); }")]
    [DataRow("new Host().Services.AddCrochet(); new Host().Services.AddSingleton<IService, Service>();")]
    public Task Registration_BeforeAddCrochetOrElsewhere_Clean(string statements) => InMethodAsync(statements);

    [TestMethod]
    public Task Registration_InTopLevelStatements_Flagged() => Verify.ProblemsAsync("""
        var host = new Host();
        host.Services.AddCrochet();
        host.Services.AddSingleton<{|CRO012:IService|}, Service>();

        """ + Service);

    [TestMethod]
    public Task Registration_AnotherHost_Clean() => Verify.ProblemsAsync("""
        var host = new Host();
        var other = new Host();
        host.Services.AddCrochet();
        other.Services.AddSingleton<IService, Service>();

        """ + Service);

    [TestMethod]
    public Task Message_SaysWhatToDo() => Verify.MessageAsync(
        "IService: it is registered after AddCrochet and so is not proxied. Register it before, or call AddCrochet again after it.",
        Service + "class Startup { void Add(IServiceCollection services) { services.AddCrochet(); services.AddSingleton<"
            + "{|CRO012:IService|}, Service>(); } }");

    private static Task InMethodAsync(string statements) => Verify.ProblemsAsync(
        Service + $$"""class Startup { void Add(IServiceCollection services, IServiceCollection other) { {{statements}} } }""");
}
