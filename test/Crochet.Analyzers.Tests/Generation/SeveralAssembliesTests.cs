using System.Reflection;
using System.Runtime.Loader;
using Crochet.Generated;
using Microsoft.CodeAnalysis;

namespace Crochet.Analyzers.Tests.Generation;

/// <summary>Which assembly has the proxy does not matter, nor what of it has run.</summary>
[TestClass]
public sealed class SeveralAssembliesTests
{
    private const string Interface = """
        public interface IEngine
        {
            [WaitFor(seconds: 15)]
            int Find();
        }
        """;

    [TestMethod]
    public void OwnProxy_WithoutAnyCodeOfItsAssembly_IsFound()
    {
        var library = Load($"[GenerateProxy] {Interface}");
        var engine = Load("public sealed class Engine : IEngine { public int Find() => 1; }", library);

        Assert.IsTrue(IsCompiled("Engine", library, engine));
    }

    [TestMethod]
    public void PairInTheApplication_IsFound()
    {
        var library = Load(Interface);
        var engine = Load("public sealed class Engine { public int Find() => 1; }");
        var application = Load("[assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]", library, engine);

        Assert.IsTrue(IsCompiled("Engine", library, engine, application));
    }

    [TestMethod]
    public void PairInTheApplication_BesideTheInterfacesOwnProxy_IsFound()
    {
        var library = Load($"[GenerateProxy] {Interface}");
        var engine = Load("public sealed class Engine { public int Find() => 1; }");
        var application = Load("[assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]", library, engine);

        Assert.IsTrue(IsCompiled("Engine", library, engine, application));
    }

    [TestMethod]
    public void PairThatReportsProgress_BesideTheInterfacesOwnProxy_IsFound()
    {
        var library = Load("[GenerateProxy] public interface IEngine { [RunInReactor] EventualResult<int> Find(); }");
        var application = Load("""
            [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

            public sealed class Engine : IEngine
            {
                public EventualResult<int> Find() => throw new NotSupportedException();

                public int Find(IProgress<int> progress) => 1;
            }
            """, library);

        Assert.StartsWith("Crochet.Generated.Proxies.IEngine_of_Engine", ProxyOf("Engine", library, application).GetType().FullName!);
    }

    [TestMethod]
    public void PairOfAnAssemblyThatIsLoadedLater_IsFound()
    {
        var library = Load(Interface);
        var first = Load(
            "[assembly: GenerateProxy(typeof(IEngine), typeof(First))] public sealed class First { public int Find() => 1; }", library);
        Assert.IsTrue(IsCompiled("First", library, first));

        var second = Load(
            "[assembly: GenerateProxy(typeof(IEngine), typeof(Second))] public sealed class Second { public int Find() => 1; }", library);

        Assert.IsTrue(IsCompiled("Second", library, second));
    }

    [TestMethod]
    public void ClassWithoutAPair_HasNone()
    {
        var library = Load($"[GenerateProxy] {Interface}");
        var engine = Load("public sealed class Engine { public int Find() => 1; }");

        Assert.IsFalse(IsCompiled("Engine", library, engine));
    }

    private static bool IsCompiled(string engine, params Loaded[] assemblies) => ProxyOf(engine, assemblies) is CompiledProxy;

    private static object ProxyOf(string engine, params Loaded[] assemblies)
    {
        var types = assemblies.SelectMany(assembly => assembly.Assembly.GetTypes()).ToList();
        using var loop = new EventLoop();
        return typeof(CrochetProxy).GetMethod(nameof(CrochetProxy.Create))!
            .MakeGenericMethod(types.Single(type => type is { IsInterface: true, Name: "IEngine" }))
            .Invoke(null, [Activator.CreateInstance(types.Single(type => type.Name == engine)), loop])!;
    }

    // Each under a name of its own, where assemblies find each other.
    private static Loaded Load(string source, params Loaded[] references)
    {
        var compilation = Generated.Compile(source).WithAssemblyName($"Loaded{Guid.NewGuid():N}")
            .AddReferences(references.Select(loaded => loaded.Reference));
        Generated.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        using var stream = new MemoryStream();
        var emitted = updated.Emit(stream);
        Assert.IsTrue(emitted.Success, string.Join('\n', emitted.Diagnostics));
        stream.Position = 0;
        var reference = MetadataReference.CreateFromImage(stream.ToArray());
        return new(AssemblyLoadContext.Default.LoadFromStream(stream), reference);
    }

    private sealed record Loaded(Assembly Assembly, MetadataReference Reference);
}
