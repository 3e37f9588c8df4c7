using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Packaging.Tests;

[TestClass]
public sealed class TrimmingTests
{
    private static readonly MethodBase[] _makers =
    [
        .. MethodsOf(typeof(CrochetProxy), nameof(CrochetProxy.Create), nameof(CrochetProxy.CreateThreadBound)),
        .. MethodsOf(typeof(CrochetBuilder), nameof(CrochetBuilder.AddProxied), nameof(CrochetBuilder.AddThreadBound)),
        .. MethodsOf(typeof(CrochetServiceCollectionExtensions), nameof(CrochetServiceCollectionExtensions.AddCrochet)),
        .. typeof(CrochetInterceptor).GetConstructors(),
    ];

    public static IEnumerable<object[]> Makers => _makers.Select(maker => new object[] { maker });

    [TestMethod]
    [DynamicData(nameof(Makers))]
    public void MakerOfProxies_CarriesNoWarning(MethodBase maker)
    {
        Assert.IsNull(maker.GetCustomAttribute<RequiresDynamicCodeAttribute>());
        Assert.IsNull(maker.GetCustomAttribute<RequiresUnreferencedCodeAttribute>());
    }

    [TestMethod]
    [DataRow(typeof(EventLoop), "IsTrimmable")]
    [DataRow(typeof(EventLoop), "IsAotCompatible")]
    [DataRow(typeof(CrochetProxy), "IsTrimmable")]
    [DataRow(typeof(CrochetProxy), "IsAotCompatible")]
    public void Library_SaysThatItCanBeCompiledNatively(Type type, string key)
    {
        var said = type.Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();

        Assert.AreEqual("True", said.Single(attribute => attribute.Key == key).Value);
    }

    [TestMethod]
    public async Task NativeProgram_WithACompiledProxy_IsNotWarned()
    {
        var project = await FreshProject.CreateAsync("""
            using Crochet;
            using Microsoft.Extensions.DependencyInjection;

            using var loop = new EventLoop();
            loop.Start();
            Console.WriteLine(CrochetProxy.Create<IGreeting>(new Greeting(), loop).Greet("loop"));
            new ServiceCollection().AddCrochet().AddProxied<IGreeting, Greeting>();

            [GenerateProxy]
            public interface IGreeting
            {
                [WaitFor(seconds: 15)]
                string Greet(string name);
            }

            public sealed class Greeting : IGreeting
            {
                public string Greet(string name) => $"Hello, {name}";
            }
            """, "<EnableAotAnalyzer>true</EnableAotAnalyzer> <EnableTrimAnalyzer>true</EnableTrimAnalyzer>");

        var (exitCode, output) = await project.BuildAsync();

        Assert.AreEqual(0, exitCode, output);
        Assert.DoesNotContain(": warning ", output);
    }

    [TestMethod]
    public async Task TrimmedProgram_OfMembersWithAttributesForTheTrimmer_IsWarnedInItsOwnCodeAlone()
    {
        var project = await FreshProject.CreateAsync("""
            using System.Diagnostics.CodeAnalysis;
            using Crochet;

            using var loop = new EventLoop();
            loop.Start();
            var engine = CrochetProxy.Create<IEngine>(new Engine(), loop);
            Console.WriteLine(engine.Find(1) + engine.Same(2) + engine.Number + engine.Count(typeof(Guid)) + engine.Count<Uri>());
            engine.Tell(new Called());

            [GenerateProxy]
            public interface IEngine
            {
                [WaitFor(seconds: 15)]
                int Number { [RequiresUnreferencedCode("It reflects.")] get; }

                [WaitFor(seconds: 15)]
                [RequiresUnreferencedCode("It reflects.")]
                [RequiresDynamicCode("It emits.")]
                [RequiresAssemblyFiles("It reads its file.")]
                int Find(int number);

                [WaitFor(seconds: 15)]
                [RequiresUnreferencedCode("It reflects.")]
                T Same<T>(T value);

                [RequiresUnreferencedCode("It reflects.")]
                int Unmarked(int number);

                [WaitFor(seconds: 15)]
                int Count([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type);

                [WaitFor(seconds: 15)]
                int Count<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>();

                [WaitFor(seconds: 15)]
                [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
                Type Kind([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] ref Type type);

                [WaitFor(seconds: 15)]
                void Tell([Callback] ICalled called);
            }

            public interface ICalled
            {
                [RequiresUnreferencedCode("It reflects.")]
                void Call(int number);
            }

            public sealed class Called : ICalled
            {
                [RequiresUnreferencedCode("It reflects.")]
                public void Call(int number) => Console.WriteLine(number);
            }

            public sealed class Engine : IEngine
            {
                public int Number { [RequiresUnreferencedCode("It reflects.")] get => 3; }

                [RequiresUnreferencedCode("It reflects.")]
                [RequiresDynamicCode("It emits.")]
                [RequiresAssemblyFiles("It reads its file.")]
                public int Find(int number) => number;

                [RequiresUnreferencedCode("It reflects.")]
                public T Same<T>(T value) => value;

                [RequiresUnreferencedCode("It reflects.")]
                public int Unmarked(int number) => number;

                public int Count([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type) => type.GetMethods().Length;

                public int Count<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>() => typeof(T).GetMethods().Length;

                [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
                public Type Kind([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] ref Type type) => typeof(string);

                public void Tell(ICalled called)
                {
                }
            }
            """, """
            <PublishTrimmed>true</PublishTrimmed> <TrimmerSingleWarn>false</TrimmerSingleWarn>
            <EnableAotAnalyzer>true</EnableAotAnalyzer> <EnableSingleFileAnalyzer>true</EnableSingleFileAnalyzer>
            """);

        var (exitCode, output) = await project.PublishAsync();

        Assert.AreEqual(0, exitCode, output);
        var warnings = output.Split('\n').Where(line => line.Contains("warning IL", StringComparison.Ordinal)).ToList();
        Assert.IsNotEmpty(warnings.Where(warning => warning.Contains("Trim analysis warning IL2026", StringComparison.Ordinal)), output);
        foreach (var warning in warnings)
            Assert.Contains("Program.cs(", warning);
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type, params string[] names) =>
        type.GetMethods().Where(method => names.Contains(method.Name));
}
