using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Registrations;

/// <summary>What is registered: interfaces that can be reached, are interfaces, are marked and are closed.</summary>
[TestClass]
public sealed class RegistrationTests
{
    private const string Service =
        "public interface IService { [WaitFor(5)] int Get(); } public class Service : IService { public int Get() => 3; }";

    [TestMethod]
    [DataRow("interface IHidden { [WaitFor(5)] int Get(); }", "IHidden")]
    [DataRow("public class Outer { internal interface IHidden { [WaitFor(5)] int Get(); } }", "Outer.IHidden")]
    [DataRow("class Outer { public interface IHidden { [WaitFor(5)] int Get(); } }", "Outer.IHidden")]
    [DataRow("public interface IBox<T> { [WaitFor(5)] int Get(); } class Secret;", "IBox<Secret>")]
    [DataRow("public interface IBox<T> { [WaitFor(5)] int Get(); } class Secret;", "IBox<List<Secret>>")]
    [DataRow("public interface IBox<T> { [WaitFor(5)] int Get(); } class Secret;", "IBox<Secret[]>")]
    [DataRow("public class Outer { protected internal interface IHidden { [WaitFor(5)] int Get(); } }", "Outer.IHidden")]
    [DataRow("public interface IHidden { [WaitFor(5)] int Get(); internal void Put(); }", "IHidden")]
    [DataRow("interface IBase { [WaitFor(5)] int Get(); } public class Outer { protected internal interface IHidden; }", "IBase")]
    [DataRow("file interface IHidden { [WaitFor(5)] int Get(); }", "IHidden")]
    public async Task Interface_OutOfReach_Flagged(string types, string service)
    {
        await Verify.ProblemsAsync(
            $$"""{{types}} class Startup { object Make(object x) => CrochetProxy.Create<{|CRO008:{{service}}|}>(x); }""");
        await Verify.ProblemsAsync(
            $$"""{{types}} class Startup { void Add(IServiceCollection s) => s.AddScoped<{|CRO008:{{service}}|}>(_ => null!); }""");
    }

    [TestMethod]
    public Task Interface_WithStaticAbstractMember_Flagged() => Verify.ProblemsAsync("""
        public interface IParser { [WaitFor(5)] int Get(); static abstract int Parse(); }
        public class Parser : IParser { public int Get() => 3; public static int Parse() => 3; }
        public class Startup
        {
            public void Add(IServiceCollection services) => services.AddSingleton({|CRO008:typeof(IParser)|}, typeof(Parser));
        }
        """);

    [TestMethod]
    public Task Interface_NestedPrivate_Flagged() => Verify.ProblemsAsync("""
        public class Startup
        {
            private interface IHidden { [WaitFor(5)] int Get(); }
            private class Hidden : IHidden { public int Get() => 3; }
            public void Add(IServiceCollection services) => services.AddSingleton<{|CRO008:IHidden|}, Hidden>();
        }
        """);

    [TestMethod]
    [DataRow("public interface IShown { [WaitFor(5)] int Get(); }", "IShown")]
    [DataRow("public interface IBox<T> { [WaitFor(5)] int Get(); }", "IBox<string[]>")]
    [DataRow("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"DynamicProxyGenAssembly2\")] interface IHidden { "
        + "[WaitFor(5)] int Get(); }", "IHidden")]
    public Task Interface_InReach_Clean(string types, string service) =>
        Verify.ProblemsAsync($$"""{{types}} class Startup { object Make(object x) => CrochetProxy.Create<{{service}}>(x); }""");

    [TestMethod]
    public Task Interface_OutOfReachButUnmarked_Clean() => Verify.ProblemsAsync("""
        interface IHidden { int Get(); }
        class Startup { void Add(IServiceCollection s) => s.AddScoped<IHidden>(_ => null!); }
        """);

    [TestMethod]
    public Task Message_OutOfReach_SaysWhatToAdd() => Verify.MessageAsync(
        "IBox<Secret>: DynamicProxy cannot reach Secret, which is internal. "
        + "Make it public, or internal with [assembly: InternalsVisibleTo(\"DynamicProxyGenAssembly2\")] in Source.",
        "public interface IBox<T> { [WaitFor(5)] int Get(); } class Secret; class Startup { object Make(object x) => "
            + "CrochetProxy.Create<{|CRO008:IBox<Secret>|}>(x); }");

    [TestMethod]
    [DataRow("public class Service { }", "Service")]
    [DataRow("", "Action")]
    [DataRow("public abstract class Service { public abstract int Get(); }", "Service")]
    public Task Service_NotAnInterface_Flagged(string types, string service) =>
        Verify.ProblemsAsync($$"""{{types}} class Startup { object Make(object x) => CrochetProxy.Create<{|CRO009:{{service}}|}>(x); }""");

    [TestMethod]
    public Task Service_UnmarkedClassInContainer_Clean() => Verify.ProblemsAsync(
        Service + "class Startup { void Add(IServiceCollection services) { services.AddCrochet(); services.AddSingleton<Service>(); "
            + "services.AddSingleton<Service, Service>(); } }");

    [TestMethod]
    [DataRow("public interface IPlain { int Get(); }", "IPlain")]
    [DataRow("public interface IPlain { int Get(); }\n public interface IHeir : IPlain { event Action Changed; }", "IHeir")]
    public Task Service_Unmarked_FlaggedWhereMarksAreExpected(string types, string service) => Verify.ProblemsAsync(
        $$"""
        {{types}} class Startup
        {
            object Make(object x) => CrochetProxy.Create<{|CRO010:{{service}}|}>(x);
            void Add(IServiceCollection s) => s.AddScoped<{{service}}>(_ => null!);
        }
        """);

    [TestMethod]
    public Task Service_MarkedByABase_Clean() => Verify.ProblemsAsync(
        Service + "public interface IHeir : IService; class Startup { object Make(object x) => CrochetProxy.Create<IHeir>(x); }");

    [TestMethod]
    public Task Service_GenericWhoseConstructionBreaks_FlaggedWhereItIsRegistered() => Verify.ProblemsAsync("""
        public interface IRepository<T> { [RunInReactor] T Find(int id); [RunInReactor] {|CRO001:int|} Count(); }
        class Startup
        {
            object Fine(object x) => CrochetProxy.Create<IRepository<Task<string>>>(x);
            object Wrong(object x) => CrochetProxy.Create<{|CRO001:IRepository<string>|}>(x);
        }
        """);

    [TestMethod]
    [DataRow("AddSingleton")]
    [DataRow("AddScoped")]
    [DataRow("AddTransient")]
    public Task Registration_OpenGeneric_Flagged(string add) => Verify.ProblemsAsync($$"""
        public interface IRepository<T> { [WaitFor(5)] T Find(int id); }
        public class Repository<T> : IRepository<T> { public T Find(int id) => default!; }
        class Startup { void Add(IServiceCollection services) => services.{{add}}(typeof({|CRO016:IRepository<>|}), typeof(Repository<>)); }
        """.Replace("typeof({|CRO016:IRepository<>|})", "{|CRO016:typeof(IRepository<>)|}", StringComparison.Ordinal));

    [TestMethod]
    public Task Registration_OpenGenericUnmarked_Clean() => Verify.ProblemsAsync("""
        public interface IRepository<T> { T Find(int id); }
        public class Repository<T> : IRepository<T> { public T Find(int id) => default!; }
        class Startup { void Add(IServiceCollection services) => services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)); }
        """);

    [TestMethod]
    public Task Registration_ClosedGeneric_Clean() => Verify.ProblemsAsync("""
        public interface IRepository<T> { [WaitFor(5)] T Find(int id); }
        public class Repository<T> : IRepository<T> { public T Find(int id) => default!; }
        class Startup
        {
            void Add(IServiceCollection services)
            {
                services.AddSingleton<IRepository<string>, Repository<string>>();
                services.AddSingleton(typeof(IRepository<int>), typeof(Repository<int>));
            }
        }
        """);
}
