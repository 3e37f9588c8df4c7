using Crochet.Analyzers.Tests.Verification;

namespace Crochet.Analyzers.Tests.Registrations;

/// <summary>Whether a class can serve an interface: AddProxied and CrochetProxy.Create.</summary>
[TestClass]
public sealed class ImplementationTests
{
    [TestMethod]
    [DataRow("int Get();", "int Other() => 3;")]
    [DataRow("int Get(int a);", "int Get() => 3;")]
    [DataRow("int Get(int a);", "int Get(long a) => 3;")]
    [DataRow("int Get(int a);", "int Get(ref int a) => 3;")]
    [DataRow("int Get(int a);", "int Get<T>(int a) => 3;")]
    [DataRow("int Get();", "static int Get() => 3;")]
    [DataRow("T Get<T>(T value);", "T Get<T>(T value) where T : class => value;")]
    [DataRow("T Get<T>(T value);", "T Get<T>(T value) where T : struct => value;")]
    [DataRow("T Get<T>(T value) where T : class;", "T Get<T>(T value) where T : class, new() => value;")]
    [DataRow("T Get<T>(T value) where T : IDisposable;", "T Get<T>(T value) where T : IComparable<T> => value;")]
    [DataRow("T Get<T, U>(T value, U other);", "T Get<T, U>(T value, U other) where U : T => value;")]
    [DataRow("int Get() => 3;", "int Other() => 3;")]
    [DataRow("int Latest { get; }", "int Other { get; set; }")]
    [DataRow("int Latest { get; set; }", "int Latest { get; }")]
    [DataRow("int this[int index] { get; }", "int Get(int index) => 3;")]
    public Task Method_Missing_Flagged(string member, string method) => OfPairAsync(member, method, "CRO004");

    [TestMethod]
    [DataRow("int Get();", "int Get() => 3;")]
    [DataRow("int Get(CancellationToken token);", "int Get() => 3;")]
    [DataRow("int Get();", "int Get(CancellationToken token) => 3;")]
    [DataRow("int Get();", "Task<int> GetAsync() => Task.FromResult(3);")]
    [DataRow("int Get();", "Task<int> GetAsync(CancellationToken token) => Task.FromResult(3);")]
    [DataRow("int Get();", "int Get(IProgress<double> progress) => 3;")]
    [DataRow("int Get();", "Task<int> GetAsync(IProgress<double> progress, CancellationToken token) => Task.FromResult(3);")]
    [DataRow("int Get(CancellationToken token);", "int Get(IProgress<double> progress, CancellationToken token) => 3;")]
    [DataRow("int Get(CancellationToken token);", "int Get(IProgress<double> progress) => 3;")]
    [DataRow("int Get(string name, ref int value);", "int Get(string other, ref int value) => 3;")]
    [DataRow("T Get<T>(List<T> values);", "TValue Get<TValue>(List<TValue> values) => values[0];")]
    [DataRow("T Get<T>(T value) where T : class, IComparable<T>, new();", "T Get<T>(T value) where T : IComparable<T>, new() => value;")]
    [DataRow("T Get<T, U>(T value, U other) where U : List<T>;", "T Get<T, U>(T value, U other) where U : IEnumerable<T> => value;")]
    [DataRow("T Get<T>(T value) where T : struct, Enum;", "T Get<T>(T value) where T : new() => value;")]
    [DataRow("int Latest { get; }", "int Latest { get; set; }")]
    [DataRow("int this[int index] { get; }", "int this[int index] => index;")]
    [DataRow("int Get((int A, int B) pair);", "int Get((int C, int D) pair) => 3;")]
    [DataRow("int Get();", "int GetHashCode(int a) => a; public override int GetHashCode() => 3; public int Get() => 3;")]
    public Task Method_Fits_Clean(string member, string method) => OfPairAsync(member, method, null);

    [TestMethod]
    [DataRow("Task<int> GetAsync(CancellationToken token);", "int GetAsync() => 3; public int Get(CancellationToken token) => 3;")]
    [DataRow("int Get();", "int Get(CancellationToken token) => 3; public int Get(CancellationToken? token) => 3;")]
    public Task Methods_SeveralFitEquallyWell_Flagged(string member, string method) => OfPairAsync(member, method, "CRO004");

    [TestMethod]
    [DataRow(
        "int Get();", "int Get() => 3; public int Get(CancellationToken token) => 3; public Task<int> GetAsync() => Task.FromResult(3);")]
    [DataRow("Task<int> GetAsync(CancellationToken token);", "int GetAsync(CancellationToken token) => 3; public int Get() => 3;")]
    [DataRow("int Get();", "int Get(CancellationToken token) => 3; public Task<int> GetAsync() => Task.FromResult(3);")]
    public Task Methods_OneIsNearest_Clean(string member, string method) => OfPairAsync(member, method, null);

    [TestMethod]
    [DataRow("int Get();", "string Get() => \"\";")]
    [DataRow("int Get();", "Task<string> GetAsync() => Task.FromResult(\"\");")]
    [DataRow("int Get();", "void Get() { }")]
    [DataRow("Task<int> Get();", "Task Get() => Task.CompletedTask;")]
    [DataRow("long Get();", "int Get() => 3;")]
    [DataRow("string Get();", "object Get() => \"\";")]
    [DataRow("int Latest { get; }", "long Latest { get; }")]
    [DataRow("int Get();", "int? Get() => 3;")]
    [DataRow("int[] Get();", "uint[] Get() => [];")]
    [DataRow("int[] Get();", "DayOfWeek[] Get() => [];")]
    [DataRow("IEnumerable<int> Get();", "uint[] Get() => [];")]
    [DataRow("int[][] Get();", "Task<uint[][]> Get() => null!;")]
    [DataRow("IReadOnlyList<int[]> Get();", "List<uint[]> Get() => [];")]
    [DataRow("Task<IEnumerable<IEnumerable<DayOfWeek[]>>> Get();", "List<HashSet<int[]>> Get() => [];")]
    [DataRow("IEnumerable<IList<int>> Get();", "Task<uint[][]> Get() => null!;")]
    [DataRow("IEnumerable<int[]> Get();", "System.Collections.Immutable.ImmutableArray<uint[]> Get() => [];")]
    [DataRow("Func<int[]> Get();", "Func<uint[]> Get() => null!;")]
    [DataRow("Action<int[]> Get();", "Action<uint[]> Get() => null!;")]
    [DataRow("IComparer<int[]> Get();", "Comparer<IList<uint>> Get() => null!;")]
    [DataRow("long? Get();", "int Get() => 3;")]
    [DataRow("IComparable Get();", "int? Get() => 3;")]
    public Task Return_Differs_Flagged(string member, string method) => OfPairAsync(member, method, "CRO005");

    [TestMethod]
    [DataRow("int Get();", "ValueTask<int> Get() => new(3);")]
    [DataRow("Task<int> Get();", "int Get() => 3;")]
    [DataRow("ValueTask<int> Get();", "Task<int> GetAsync() => Task.FromResult(3);")]
    [DataRow("object Get();", "Task<string> Get() => Task.FromResult(\"\");")]
    [DataRow("object Get();", "int Get() => 3;")]
    [DataRow("int? Get();", "int Get() => 3;")]
    [DataRow("int? Get();", "Task<int> GetAsync() => Task.FromResult(3);")]
    [DataRow("object Get();", "int? Get() => 3;")]
    [DataRow("void Get();", "Task Get() => Task.CompletedTask;")]
    [DataRow("Task Get();", "void Get() { }")]
    [DataRow("IEnumerable<T> Get<T>();", "List<T> Get<T>() => [];")]
    [DataRow("IEnumerable<object> Get<T>() where T : class;", "T[] Get<T>() where T : class => [];")]
    [DataRow("IEnumerable<int[]> Get<T, U>() where T : U where U : List<int[]>;", "T Get<T, U>() where T : U => default!;")]
    [DataRow("IReadOnlyList<IEnumerable<int>> Get();", "List<int[]> Get() => [];")]
    [DataRow("IEnumerable<object> Get();", "List<string[]> Get() => [];")]
    [DataRow("IList<IEnumerable<object>> Get();", "Task<string[][]> Get() => null!;")]
    [DataRow("Func<string, object> Get();", "Func<object, int[]> Get() => null!;")]
    [DataRow("IComparer<int[]> Get();", "Comparer<IList<int>> Get() => null!;")]
    [DataRow("IEnumerable<KeyValuePair<string, int>> Get();", "Dictionary<string, int> Get() => [];")]
    [DataRow("object Get();", "List<uint[]> Get() => [];")]
    public Task Return_Agrees_Clean(string member, string method) => OfPairAsync(member, method, null);

    [TestMethod]
    public Task Implementation_OfTheInterface_Clean() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); int Other(); }
        public class Service : IService { int IService.Get() => 3; int IService.Other() => 3; }
        public static class Startup { public static void Register(IServiceCollection services) =>
            services.AddCrochet().AddProxied<IService, Service>(); }
        """);

    [TestMethod]
    [DataRow("IService<object>", "IService<string>", "string IService<string>.Get() => \"\";")]
    [DataRow("IService<int[]>", "IService<int[]>", "int[] IService<int[]>.Get() => [];")]
    [DataRow("IService<IEnumerable<object>>", "IService<string[]>", "string[] IService<string[]>.Get() => [];")]
    public Task Implementation_OfAVariantInterface_Clean(string contract, string implemented, string method) =>
        Verify.ProblemsAndRegistrationAsync($$"""
            public interface IService<out T> { [WaitFor(5)] T Get(); }
            public class Service : {{implemented}} { {{method}} }
            public static class Startup { public static void Register(IServiceCollection services) =>
                services.AddCrochet().AddProxied<{{contract}}, Service>(); }
            """);

    [TestMethod]
    public Task Implementation_OfAVariantInterface_WithArraysThatCSharpDoesNotConvert_Flagged() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService<out T> { [WaitFor(5)] T Get(); }
        public class Service : IService<uint[]> { public uint[] Get() => []; }
        public static class Startup { public static void Register(IServiceCollection services) =>
            services.AddCrochet().AddProxied<IService<int[]>, {|CRO005:Service|}>(); }
        """);

    [TestMethod]
    public Task Implementation_InheritedMethod_Clean() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public class Base { public int Get() => 3; }
        public class Service : Base;
        public static class Startup { public static void Register(IServiceCollection services) =>
            services.AddCrochet().AddProxied<IService, Service>(); }
        """);

    [TestMethod]
    public Task Implementation_UnmarkedMemberMissing_Flagged() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); event Action Changed; }
        public class Service { public int Get() => 3; }
        public static class Startup { public static void Register(IServiceCollection services) =>
            services.AddCrochet().AddProxied<IService, {|CRO004:Service|}>(); }
        """);

    [TestMethod]
    [DataRow("int Plain();", "Task<int> Plain() => Task.FromResult(3);", "CRO005")]
    [DataRow("void Plain();", "Task Plain() => Task.CompletedTask;", "CRO005")]
    [DataRow("void Plain(Span<byte> data);", "void Plain(Span<byte> data) { }", "CRO007")]
    public Task UnmarkedMember_CannotBePassedThrough_Flagged(string member, string method, string id) =>
        OfUnmarkedAsync(member, method, id);

    [TestMethod]
    [DataRow("int Plain();", "int Plain() => 3;")]
    [DataRow("object Plain();", "Task<int> Plain() => Task.FromResult(3);")]
    [DataRow("Task<int> Plain();", "int Plain() => 3;")]
    [DataRow("int Plain() => 3;", "int Other() => 3;")]
    public Task UnmarkedMember_PassedThrough_Clean(string member, string method) => OfUnmarkedAsync(member, method, null);

    [TestMethod]
    public Task Container_ClassThatFitsByShape_Clean() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service { public Task<int> GetAsync() => Task.FromResult(3); }
        public static class Startup
        {
            public static void Register(IServiceCollection services) =>
                services.AddSingleton(typeof(IService), typeof(Service)).AddCrochet();
        }
        """);

    [TestMethod]
    public Task Container_ClassThatDoesNotFit_Flagged() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service;
        public static class Startup
        {
            public static void Register(IServiceCollection services) =>
                services.AddSingleton(typeof(IService), {|CRO004:typeof(Service)|}).AddCrochet();
        }
        """);

    [TestMethod]
    public Task Create_NewObjectWithoutMethod_Flagged() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service;
        public static class Startup { public static void Register(IServiceCollection services) =>
            CrochetProxy.Create<IService>({|CRO004:new Service()|}); }
        """);

    [TestMethod]
    public Task Create_ObjectOfSealedClass_Flagged() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public sealed class Service;
        public static class Startup
        {
            public static void Register(IServiceCollection services)
            {
                var service = new Service();
                CrochetProxy.Create<IService>({|CRO004:service|});
            }
        }
        """);

    [TestMethod]
    public Task Create_ObjectThatMayBeAnHeir_Clean() => Verify.ProblemsAndRegistrationAsync("""
        public interface IService { [WaitFor(5)] int Get(); }
        public class Service;
        public static class Startup { public static IService Make(Service service) => CrochetProxy.Create<IService>(service); }
        """);

    [TestMethod]
    public Task Create_GenericCaller_Clean() => Verify.ProblemsAndRegistrationAsync("""
        public static class Startup
        {
            public static T Make<T>(object service) where T : class => CrochetProxy.Create<T>(service);
            public static void Add<T, TService>(CrochetBuilder crochet) where T : class where TService : class =>
                crochet.AddProxied<T, TService>();
        }
        """);

    [TestMethod]
    public Task Message_MissingMethod_SaysItsSignature() => Verify.MessageAsync(
        "IService.Find: Service has no public method Find(string, ref int, List<int?>). Add it; the name of a method may end in Async, and "
            + "a CancellationToken may come last.",
        """
        public interface IService { [WaitFor(5)] string Find(string name, ref int value, List<int?> ids); }
        public class Service;
        public static class Startup { public static IService Make() => CrochetProxy.Create<IService>({|CRO004:new Service()|}); }
        """);

    private static Task OfUnmarkedAsync(string member, string method, string? id)
    {
        var service = id is null ? "Service" : $"{{|{id}:Service|}}";
        return Verify.ProblemsAndRegistrationAsync($$"""
            public interface IService { [WaitFor(5)] int Get(); {{member}} }
            public class Service { public int Get() => 3; public {{method}} }
            public static class Startup { public static void Register(IServiceCollection services) =>
                services.AddCrochet().AddProxied<IService, {{service}}>(); }
            """);
    }

    private static Task OfPairAsync(string member, string method, string? id)
    {
        var service = id is null ? "Service" : $"{{|{id}:Service|}}";
        return Verify.ProblemsAndRegistrationAsync($$"""
            public interface IService { [WaitFor(5)] {{member}} }
            public class Service { public {{method}} }
            public static class Startup { public static void Register(IServiceCollection services) =>
                services.AddCrochet().AddProxied<IService, {{service}}>(); }
            """);
    }
}
