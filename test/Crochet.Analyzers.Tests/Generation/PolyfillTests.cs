using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>
/// A project, or one whose internals it sees, has types of its own under the framework's names, as packages of polyfills bring them. The
/// text compiles without a warning, or it is said where the interface is that there can be none.
/// </summary>
[TestClass]
public sealed class PolyfillTests
{
    private const string Engine = """
        #pragma warning disable CS0436, CS9113
        [GenerateProxy]
        public interface IEngine : IAsyncDisposable
        {
            [WaitFor(seconds: 5)]
            int Find(string text, in int second);

            [WaitFor(seconds: 5)]
            Task<int?> FindAsync(int number, CancellationToken token);

            [Obsolete("Not any more.", error: true)]
            [WaitFor(seconds: 5)]
            void Old();

            [Callback]
            event Action<int> Changed;

            ref readonly int One(ref readonly int second);
        }

        """;

    private const string ForTheTrimmer = """
        [GenerateProxy]
        public interface IEngine
        {
            [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode("")]
            [WaitFor(seconds: 5)]
            int Find();
        }

        """;

    private const string Unscoped = """
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();

            int One([System.Diagnostics.CodeAnalysis.UnscopedRef] ref Span<int> values);
        }

        """;

    [TestMethod]
    [DataRow("System.CodeDom.Compiler.GeneratedCodeAttribute(string? tool, string? version)")]
    [DataRow("System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute()")]
    [DataRow("System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessageAttribute(string category, string id)")]
    [DataRow("System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute(string message)")]
    [DataRow("System.Diagnostics.CodeAnalysis.NotNullWhenAttribute(bool value)")]
    [DataRow("System.Runtime.CompilerServices.ModuleInitializerAttribute()")]
    [DataRow("System.Runtime.CompilerServices.CallerArgumentExpressionAttribute(string name)")]
    [DataRow("System.Runtime.CompilerServices.IsReadOnlyAttribute()")]
    [DataRow("System.Runtime.CompilerServices.RequiresLocationAttribute()")]
    public void AttributeOfTheProjectItself_Compiles(string attribute)
    {
        Assert.ContainsSingle(Generated.From(Engine + Declared(attribute)));
        Assert.ContainsSingle(Generated.From("#pragma warning disable CS0436, CS9113\n" + ForTheTrimmer + Declared(attribute)));
    }

    [TestMethod]
    public void UnscopedRefOfTheProjectItself_Compiles() => Assert.ContainsSingle(Generated.From(
        "#pragma warning disable CS0436\n[GenerateProxy] " + Unscoped
            + Declared("System.Diagnostics.CodeAnalysis.UnscopedRefAttribute()")));

    [TestMethod]
    [DataRow("System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessageAttribute(string category, string id)")]
    [DataRow("System.Diagnostics.CodeAnalysis.UnscopedRefAttribute()")]
    [DataRow("System.Diagnostics.CodeAnalysis.NotNullWhenAttribute(bool value)")]
    [DataRow("System.Runtime.CompilerServices.ModuleInitializerAttribute()")]
    [DataRow("System.Runtime.CompilerServices.CallerArgumentExpressionAttribute(string name)")]
    [DataRow("System.Runtime.CompilerServices.IsReadOnlyAttribute()")]
    [DataRow("System.Runtime.CompilerServices.RequiresLocationAttribute()")]
    public void AttributeOfAFriend_ThatTheTextDoesNotName_Compiles(string attribute) =>
        Assert.ContainsSingle(Generated.From(Generated.Compile(Engine).AddReferences(Friend(Declared(attribute)))));

    [TestMethod]
    [DataRow("System.CodeDom.Compiler.GeneratedCodeAttribute(string? tool, string? version)")]
    [DataRow("System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute()")]
    [DataRow("System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessageAttribute(string category, string id)")]
    public Task AttributeOfAFriend_ThatTheTextNames_IsAProblem(string attribute) => RefusedAsync(
        Generated.Compile(ForTheTrimmer).AddReferences(Friend(Declared(attribute))),
        "IEngine", $"more than one assembly has a type {attribute[..attribute.IndexOf('(')]}");

    [TestMethod]
    public Task UnscopedRefOfAFriend_IsAProblemWhereAMemberHasIt()
    {
        var library = Generated.Compile(Unscoped).WithAssemblyName("Library").ToMetadataReference();

        return RefusedAsync(
            Generated.Compile("[assembly: GenerateProxy(typeof(IEngine), typeof(object))]")
                .AddReferences(library, Friend(Declared("System.Diagnostics.CodeAnalysis.UnscopedRefAttribute()"))),
            "GenerateProxy", "more than one assembly has a type System.Diagnostics.CodeAnalysis.UnscopedRefAttribute");
    }

    [TestMethod]
    [DataRow("System.Threading", "struct CancellationToken")]
    [DataRow("System.Threading.Tasks", "struct ValueTask")]
    [DataRow("System", "struct ValueTuple")]
    [DataRow("System", "struct ValueTuple<T>")]
    [DataRow("System", "interface IAsyncDisposable")]
    [DataRow("System", "interface IProgress<T>")]
    public Task TypeOfTheProjectItself_ThatTheTextNames_IsAProblem(string @namespace, string type) => RefusedAsync(
        Generated.Compile($$"""
            namespace {{@namespace}}
            {
                internal {{type}};
            }

            [GenerateProxy]
            public interface IEngine
            {
                [WaitFor(seconds: 5)]
                int Find();
            }
            """),
        "IEngine", $"this project has a type {@namespace}.{type.Split(' ')[1]} of its own, and the proxy needs the framework's");

    private static async Task RefusedAsync(Compilation project, string at, string why)
    {
        var found = await project.WithAnalyzers([new CrochetAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        var problem = Assert.ContainsSingle(found.Where(one => one.Id == "CRO025"));
        Assert.Contains(why, problem.GetMessage(null));
        Assert.AreEqual("Source.cs", problem.Location.SourceTree!.FilePath);
        Assert.StartsWith(at, problem.Location.SourceTree.GetText().ToString(problem.Location.SourceSpan));
        Assert.IsEmpty(Generated.From(project));
    }

    private static CompilationReference Friend(string source) => Generated
        .Compile("#pragma warning disable CS9113\n[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Source\")]\n" + source)
        .WithAssemblyName("Friend").ToMetadataReference();

    private static string Declared(string attribute)
    {
        var dot = attribute.LastIndexOf('.', attribute.IndexOf('('));
        return $"namespace {attribute[..dot]} {{ [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] internal sealed class "
            + $"{attribute[(dot + 1)..]} : Attribute; }}";
    }
}
