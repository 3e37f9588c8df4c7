using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.CodeFixes;

/// <summary>AddMethodFix and MoveAddCrochetFix.</summary>
[TestClass]
public sealed class RegistrationFixTests
{
    private const string Service = """

        public interface IService { [WaitFor(5)] int Get(); }
        public interface IOther { [WaitFor(5)] int Get(); }
        public class Service : IService, IOther { public int Get() => 3; }
        """;

    [TestMethod]
    [DataRow(
        "string Find(int id, ref List<string?> names);", "Find",
        "public string Find(int id, ref List<string?> names)\n    {\n        throw new NotImplementedException();\n    }")]
    [DataRow(
        "void Put<T>(T value, CancellationToken token);", "Put",
        "public void Put<T>(T value, CancellationToken token)\n    {\n        throw new NotImplementedException();\n    }")]
    [DataRow(
        "int Latest { get; }", "Latest",
        "public int Latest\n    {\n        get\n        {\n            throw new NotImplementedException();\n        }\n    }")]
    public Task AddMethod_WithTheMembersSignature(string member, string name, string added) => Verify.FixAsync<AddMethodFix>(
        $"Add Service.{name}",
        $$"""
        public interface IService { [WaitFor(5)] {{member}} }
        public class Service
        {
        }
        class Startup { void Add(CrochetBuilder crochet) => crochet.AddProxied<IService, {|CRO004:Service|}>(); }
        """,
        $$"""
        public interface IService { [WaitFor(5)] {{member}} }
        public class Service
        {
            {{added}}
        }
        class Startup { void Add(CrochetBuilder crochet) => crochet.AddProxied<IService, Service>(); }
        """);

    [TestMethod]
    public Task AddMethod_OfAGenericInterface_InItsConstruction() => Verify.FixAsync<AddMethodFix>(
        "Add Service.Find",
        """
        public interface IRepository<T> { [WaitFor(5)] T Find(int id); }
        public class Service
        {
        }
        class Startup { IRepository<string> Make() => CrochetProxy.Create<IRepository<string>>({|CRO004:new Service()|}); }
        """,
        """
        public interface IRepository<T> { [WaitFor(5)] T Find(int id); }
        public class Service
        {
            public string Find(int id)
            {
                throw new NotImplementedException();
            }
        }
        class Startup { IRepository<string> Make() => CrochetProxy.Create<IRepository<string>>(new Service()); }
        """);

    [TestMethod]
    public Task AddMethod_ForAMissingSetter_NotOffered() => Verify.FixAsync<AddMethodFix>(
        "Add Service.Latest",
        """
        public interface IService { [WaitFor(5)] int Latest { get; set; } }
        public class Service { public int Latest => 3; }
        class Startup { void Add(CrochetBuilder crochet) => crochet.AddProxied<IService, {|CRO004:Service|}>(); }
        """,
        null);

    [TestMethod]
    public Task MoveAddCrochet_BehindTheLastRegistration() => Verify.FixAsync<MoveAddCrochetFix>(
        "Move AddCrochet last",
        """
        class Startup
        {
            void Add(IServiceCollection services)
            {
                services.AddCrochet();
                services.AddSingleton<{|CRO012:IService|}, Service>();
                services.AddSingleton<{|CRO012:IOther|}, Service>();
                services.AddSingleton<object>();
            }
        }
        """ + Service,
        """
        class Startup
        {
            void Add(IServiceCollection services)
            {
                services.AddSingleton<IService, Service>();
                services.AddSingleton<IOther, Service>();
                services.AddCrochet();
                services.AddSingleton<object>();
            }
        }
        """ + Service);

    [TestMethod]
    public Task MoveAddCrochet_InTopLevelStatements() => Verify.FixAsync<MoveAddCrochetFix>(
        "Move AddCrochet last",
        """
        var services = new ServiceCollection();
        services.AddCrochet();
        services.AddSingleton<{|CRO012:IService|}, Service>();
        """ + Service,
        """
        var services = new ServiceCollection();
        services.AddSingleton<IService, Service>();
        services.AddCrochet();
        """ + Service);

    [TestMethod]
    public Task MoveAddCrochet_WhoseResultIsUsed_NotOffered() => Verify.FixAsync<MoveAddCrochetFix>(
        "Move AddCrochet last",
        "class Startup { void Add(IServiceCollection services) { var crochet = services.AddCrochet(); services.AddSingleton<"
            + "{|CRO012:IService|}, Service>(); } }" + Service,
        null);
}
