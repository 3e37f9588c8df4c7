using Crochet.Analyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>What the generator cannot write is an error where its cause is, and never one in generated code.</summary>
[TestClass]
public sealed class GenerationProblemTests
{
    [TestMethod]
    public Task OpenInterface() => RefusedAsync("""
        [GenerateProxy]
        public interface {|CRO025:IRepository|}<T>
        {
            [WaitFor(seconds: 5)]
            T Find();
        }
        """);

    [TestMethod]
    public Task PrivateInterface() => RefusedAsync("""
        public static class Outer
        {
            [GenerateProxy]
            private interface {|CRO025:IInner|}
            {
                [WaitFor(seconds: 5)]
                int Find();
            }
        }
        """);

    [TestMethod]
    public Task InterfaceOfOneFile() => RefusedAsync("""
        [GenerateProxy]
        file interface {|CRO025:IInner|}
        {
            [WaitFor(seconds: 5)]
            int Find();
        }
        """);

    [TestMethod]
    public Task StaticAbstractMember() => RefusedAsync("""
        [GenerateProxy]
        public interface IParsed
        {
            [WaitFor(seconds: 5)]
            int Find();

            static abstract int {|CRO025:Parse|}(string text);
        }
        """);

    [TestMethod]
    public Task InitAccessor() => RefusedAsync("""
        [GenerateProxy]
        public interface ISettings
        {
            [WaitFor(seconds: 5)]
            int Count { get; {|CRO025:init|}; }
        }
        """);

    [TestMethod]
    public Task ProtectedMember() => RefusedAsync("""
        [GenerateProxy]
        public interface ISecret
        {
            [WaitFor(seconds: 5)]
            int Find();

            protected int {|CRO025:Inner|}();
        }
        """);

    [TestMethod]
    public Task ParametersOfTheSameNames() => RefusedAsync("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int {|CRO025:Find|}(One.Key key);

            [WaitFor(seconds: 5)]
            int {|CRO025:Find|}(Two.Key key);
        }

        public static class One { public sealed class Key; }

        public static class Two { public sealed class Key; }
        """);

    [TestMethod]
    public Task StaticAbstractProperty_IsToldOnce() => RefusedAsync("""
        [GenerateProxy]
        public interface IParsed
        {
            [WaitFor(seconds: 5)]
            int Find();

            static abstract int {|CRO025:Count|} { get; set; }
        }
        """);

    [TestMethod]
    public Task MemberOfABase_IsToldWhereItIs() => RefusedAsync("""
        public interface IParsed
        {
            static abstract int {|CRO025:Parse|}(string text);
        }

        [GenerateProxy]
        public interface IEngine : IParsed
        {
            [WaitFor(seconds: 5)]
            int Find();
        }
        """);

    [TestMethod]
    public Task MemberOfAPair_IsToldWhereItIs() => RefusedAsync("""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count { get; {|CRO025:init|}; }
        }

        public sealed class Engine : IEngine
        {
            public int Count { get; init; }
        }
        """);

    [TestMethod]
    public Task SetterOfTheClass_WithInit() => RefusedAsync("""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count { get; set; }
        }

        public sealed class Engine
        {
            public int Count { get; {|CRO025:init|}; }
        }
        """);

    [TestMethod]
    [DataRow("int {|CRO025:Find|}(object key) => 2;")]
    [DataRow("int {|CRO025:Find|}(string key, int limit = 3) => 2;")]
    [DataRow("int {|CRO025:Find|}(params string[] keys) => 2;")]
    [DataRow("int {|CRO025:Find|}<T>(T key) => 2;")]
    [DataRow("int {|CRO025:Find|}(in string key) => 2;")]
    [DataRow("int {|CRO025:Find|}(string key, CancellationToken token = default) => 2;")]
    public Task OverloadOfTheClass_ThatTheCompilerPrefers(string overload) => RefusedAsync($$"""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find(string key);
        }

        public class Engine
        {
            public int Find(string key) => 1;

            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            public {{overload}}
        }
        """);

    [TestMethod]
    [DataRow(
        "[RunInReactor] EventualResult<int>", "IProgress<int> progress, CancellationToken token",
        "string key, object progress, object token")]
    [DataRow("[WaitFor(5)] int", "CancellationToken? token", "string key, object? token")]
    [DataRow("int", "CancellationToken token", "string key, object token")]
    public Task OverloadOfTheClass_WhereTheInterfaceLacksParameters(string member, string added, string preferred) => RefusedAsync($$"""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count();

            {{member}} Find(string key);
        }

        public class Engine
        {
            public int Count() => 1;

            public int Find(string key, {{added}}) => 1;

            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            public int {|CRO025:Find|}({{preferred}}) => 2;
        }
        """);

    [TestMethod]
    public Task OverloadOfAnHeir_WhoseOverrideReturnsMore() => RefusedAsync("""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            string Find(string key);
        }

        public class Base
        {
            public virtual object Find(string key) => key;
        }

        public class Engine : Base
        {
            public override string Find(string key) => key;

            public string {|CRO025:Find|}(object key) => "";
        }
        """);

    [TestMethod]
    public Task OverloadOfTheInterface_ThatTheCompilerPrefers() => RefusedAsync("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find(string key);

            [WaitFor(seconds: 5)]
            int this[string key] { get; }

            [WaitFor(seconds: 5)]
            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            int {|CRO025:Find|}(object key);

            [WaitFor(seconds: 5)]
            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            int {|CRO025:this|}[object key] { get; }
        }
        """);

    [TestMethod]
    public Task OverloadOfACallback_ThatTheCompilerPrefers() => RefusedAsync("""
        public interface ICalled
        {
            void Call(string text);

            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            void Call(object value);
        }

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            void {|CRO025:Find|}([Callback] ICalled called);
        }
        """);

    [TestMethod]
    [DataRow("[System.Runtime.CompilerServices.OverloadResolutionPriority(-1)] public int Find(object key) => 2;")]
    [DataRow("[System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public int Find(int key) => 2;")]
    [DataRow("[System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public int Find(ref string key) => 2;")]
    [DataRow("[System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public int Find(string key, int limit) => 2;")]
    [DataRow("[System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public static int Find(object key) => 2;")]
    [DataRow("[System.Runtime.CompilerServices.OverloadResolutionPriority(1)] private int Find(object key) => 2;")]
    [DataRow("public int Find(object key) => 2; public int Find<T>(T key) => 3; public int Find(string key, int limit = 4) => 4;")]
    public Task OverloadOfTheClass_ThatTheCompilerPassesOver_IsNoProblem(string overload) => AssertCallsAsync("Engine.Find(string)", $$"""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find(string key);
        }

        public class Engine
        {
            public int Find(string key) => 1;

            {{overload}}
        }
        """);

    [TestMethod]
    [DataRow("[RequiresUnreferencedCode(\"\")]", "Type type")]
    [DataRow("[RequiresDynamicCode(\"\")]", "Type type")]
    [DataRow("[RequiresAssemblyFiles]", "Type type")]
    [DataRow("", "[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type")]
    public async Task AttributeForTheTrimmer_OfTheClassAlone(string attribute, string parameter)
    {
        const string Source = """
            using System.Diagnostics.CodeAnalysis;

            [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

            public interface IEngine
            {
                [WaitFor(seconds: 5)]
                ATTRIBUTE
                int Find(PARAMETER);
            }

            public sealed class Engine
            {
                OWN
                public int NAME(OF_CLASS) => 1;
            }
            """;
        var both = Source.Replace("OWN", attribute).Replace("OF_CLASS", parameter);

        await RefusedAsync(both.Replace("ATTRIBUTE", "").Replace("PARAMETER", "Type type").Replace("NAME", "{|CRO025:Find|}"));
        Assert.ContainsSingle(Generated.From(
            both.Replace("ATTRIBUTE", attribute).Replace("PARAMETER", parameter).Replace("NAME", "Find")));
    }

    [TestMethod]
    public Task OneAccessorOfTwo() => RefusedAsync("""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();

            int {|CRO025:Count|} { get => 1; set { } }
        }

        public sealed class Engine
        {
            public int Find() => 1;

            public int Count => 2;
        }
        """);

    [TestMethod]
    public Task ProtectedAccessor() => RefusedAsync("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int {|CRO025:Count|} { get => 1; protected set { } }
        }
        """);

    [TestMethod]
    public Task StructOfTheSameShape() => RefusedAsync("""
        [assembly: {|CRO025:GenerateProxy(typeof(IEngine), typeof(Engine))|}]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();
        }

        public struct Engine
        {
            public int Find() => 1;
        }
        """);

    [TestMethod]
    public Task InterfaceThatNobodyMayUse() => RefusedAsync("""
        [Obsolete("Not any more.", error: true)]
        [GenerateProxy]
        public interface {|CRO025:IEngine|}
        {
            [WaitFor(seconds: 5)]
            int Find();
        }
        """);

    [TestMethod]
    [DataRow("GenerateProxy")]
    [DataRow("GenerateProxy(null!, typeof(string))")]
    [DataRow("GenerateProxy(typeof(IDisposable), typeof(string[]))")]
    public Task AssemblyWithoutAPair(string attribute) => RefusedAsync($"[assembly: {{|CRO025:{attribute}|}}]");

    [TestMethod]
    public Task MoreTypeParametersThanATupleHas() => RefusedAsync("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            void {|CRO025:Find|}<T1, T2, T3, T4, T5, T6, T7, T8>();
        }
        """);

    [TestMethod]
    public Task CallbackInterface_ThatNoClassCanStandFor() => RefusedAsync("""
        public interface ICalled
        {
            void Call();

            static abstract void Make();
        }

        public interface ICalled<T>
        {
            void Call(T value);
        }

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            void {|CRO025:One|}([Callback] ICalled called);

            [WaitFor(seconds: 5)]
            void {|CRO025:Two|}<T>([Callback] ICalled<T> called);
        }
        """);

    [TestMethod]
    public Task NothingMarked() => RefusedAsync("""
        [{|CRO010:GenerateProxy|}]
        public interface IEngine
        {
            int Find();
        }
        """);

    [TestMethod]
    public Task PairThatDoesNotFit() => RefusedAsync("""
        [assembly: {|CRO004:GenerateProxy(typeof(IEngine), typeof(Engine))|}]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();
        }

        public sealed class Engine;
        """);

    [TestMethod]
    public Task PairOfAClass() => RefusedAsync("""
        [assembly: {|CRO009:GenerateProxy(typeof(Engine), typeof(Engine))|}]

        public sealed class Engine;
        """);

    [TestMethod]
    public Task PairOfOpenTypes() => RefusedAsync("""
        [assembly: {|CRO025:GenerateProxy(typeof(IRepository<>), typeof(Repository<>))|}]

        public interface IRepository<T>
        {
            [WaitFor(seconds: 5)]
            T Find();
        }

        public sealed class Repository<T>
        {
            public T Find() => default!;
        }
        """);

    [TestMethod]
    public Task InterfaceWithAProblemOfItsOwn_IsNotWrittenEither() => RefusedAsync("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: -1)]
            int Find();
        }
        """.Replace("WaitFor(seconds: -1)", "{|CRO002:WaitFor(seconds: -1)|}"));

    [TestMethod]
    public async Task InternalInterface_RegisteredCompiled_NeedsNoFriend() => await Verify.ProblemsAsync("""
        [GenerateProxy]
        internal interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();
        }

        internal sealed class Engine : IEngine
        {
            public int Find() => 1;
        }

        public static class Startup
        {
            public static void Register(IServiceCollection services) => services.AddCrochet().AddProxied<IEngine, Engine>();
        }
        """);

    [TestMethod]
    [DataRow("int* Find();")]
    [DataRow("void Find(List<int*[]> values);")]
    [DataRow("event Action<int*[]> Found;")]
    [DataRow("[WaitFor(5)] void Find([Callback] Told told);")]
    public Task Pointer_WhereTheProjectIsSafe(string member) => RefusedAtAttributeAsync($$"""
        public unsafe delegate void Told(int*[] values);

        public unsafe interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count();

            {{member}}
        }
        """, "it has a pointer, and the project does not allow unsafe code");

    [TestMethod]
    [DataRow("int Find();")]
    [DataRow("int Find() => 1;")]
    public Task InternalMember_OfAnotherProject(string member) => RefusedAtAttributeAsync($$"""
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count();

            internal {{member}}
        }
        """, "it is internal, and the proxy calls it on the implementation");

    [TestMethod]
    public Task StaticAbstractMember_OfAnotherProject() => RefusedAtAttributeAsync("""
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count();

            static abstract void Find();
        }
        """, "a proxy has no static members");

    // As in an editor, where the other project is there as its source.
    private static async Task RefusedAtAttributeAsync(string library, string why)
    {
        var other = Generated.Compile(library).WithAssemblyName("Library");
        var pair = Generated.Compile("[assembly: GenerateProxy(typeof(IEngine), typeof(object))]")
            .AddReferences(other.ToMetadataReference());
        var project = pair.WithOptions(((CSharpCompilationOptions)pair.Options).WithAllowUnsafe(false));

        var found = await project.WithAnalyzers([new CrochetAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        var problem = Assert.ContainsSingle(found.Where(one => one.Id == "CRO025"));
        Assert.Contains(why, problem.GetMessage(null));
        Assert.AreEqual("Source.cs", problem.Location.SourceTree!.FilePath);
        Assert.AreEqual(0, problem.Location.GetLineSpan().StartLinePosition.Line);
        Assert.IsEmpty(Generated.From(project));
    }

    // What the compiler takes where the proxy calls the class.
    private static async Task AssertCallsAsync(string expected, string source)
    {
        await Verify.ProblemsAsync(source);
        var written = CSharpSyntaxTree.ParseText(Assert.ContainsSingle(Generated.From(source)).Value);
        var model = Generated.Compile(source).AddSyntaxTrees(written).GetSemanticModel(written);

        var called = (await written.GetRootAsync()).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => model.GetSymbolInfo(call).Symbol)
            .Where(static method => method is { ContainingType.Name: "Engine" });

        Assert.AreEqual(expected, Assert.ContainsSingle(called)!.ToDisplayString());
    }

    private static async Task RefusedAsync(string markup)
    {
        await Verify.ProblemsAsync(markup);
        Assert.IsEmpty(Generated.From(Generated.WithoutMarkup(markup)));
    }
}
