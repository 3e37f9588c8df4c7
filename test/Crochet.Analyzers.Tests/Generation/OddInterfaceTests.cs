namespace Crochet.Analyzers.Tests.Generation;

/// <summary>Interfaces that are seldom seen: the text compiles without a warning, and with warnings as errors.</summary>
[TestClass]
public sealed class OddInterfaceTests
{
    [TestMethod]
    public void Obsolete_Experimental() => Compiles("""
        [GenerateProxy]
        public interface IEngine
        {
            [Obsolete("Call Other.")]
            [WaitFor(seconds: 5)]
            int Find();

            [System.Diagnostics.CodeAnalysis.Experimental("TRY001")]
            [WaitFor(seconds: 5)]
            int Other();
        }
        """);

    [TestMethod]
    public void NullnessAttributes() => Compiles("""
        using System.Diagnostics.CodeAnalysis;

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            bool TryFind(string name, [MaybeNullWhen(false)] out string value);

            [WaitFor(seconds: 5)]
            [return: MaybeNull]
            string Other([AllowNull] string value);

            [WaitFor(seconds: 5)]
            T? Maybe<T>(T? value, IReadOnlyList<T?> values);

            [WaitFor(seconds: 5)]
            T? MaybeClass<T>(T? value) where T : class;

            [WaitFor(seconds: 5)]
            T? MaybeStruct<T>(T? value) where T : struct;

            [WaitFor(seconds: 5)]
            T NotNull<T>(T value) where T : notnull;
        }
        """);

    [TestMethod]
    public void NamesThatTheTextUsesItself() => Compiles("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Members(int arguments, ref int returned, int member, int target, int token, int Target, int _members);

            [WaitFor(seconds: 5)]
            T Generic<T>(T member, out int returned);

            [WaitFor(seconds: 5)]
            int Equals(int @class);

            [WaitFor(seconds: 5)]
            string GetHashCode { get; }

            [WaitFor(seconds: 5)]
            int @event(int @int);
        }
        """);

    [TestMethod]
    public void NearbyNamespacesAndTypes_OfCommonNames() => Compiles("""
        namespace Shop.System.Crochet
        {
            public sealed class Task;

            [GenerateProxy]
            internal interface IEngine
            {
                [WaitFor(seconds: 5)]
                Task Get(Task task);

                [WaitFor(seconds: 5)]
                global::System.Threading.Tasks.Task<Task> GetAsync();
            }
        }
        """);

    [TestMethod]
    public void DefaultBodies_Hiding_Diamonds_Events() => Compiles("""
        public interface IRoot
        {
            [WaitFor(seconds: 5)]
            object Get();

            event Action<int> Changed;
        }

        public interface ILeft : IRoot
        {
            [WaitFor(seconds: 5)]
            new string Get();
        }

        public interface IRight : IRoot
        {
            object IRoot.Get() => "";

            [WaitFor(seconds: 5)]
            int Count() => 1;

            int Length => 3;
        }

        [GenerateProxy]
        public interface IBoth : ILeft, IRight
        {
            [WaitFor(seconds: 5)]
            (int Number, string? Text) Pair((string, int Second) pair);

            ref readonly int Slot(scoped Span<int> values, params ReadOnlySpan<int> others);
        }
        """);

    [TestMethod]
    public void ErrorsOfObsolescence_AndIdsOfTheirOwn() => Compiles("""
        public static class Old
        {
            [Obsolete("Too old.", DiagnosticId = "OLD001")]
            public sealed class Key;
        }

        #pragma warning disable OLD001, NEW001
        [System.Diagnostics.CodeAnalysis.Experimental("NEW001")]
        public struct New;

        [GenerateProxy]
        public interface IEngine
        {
            [Obsolete("Not any more.", error: true)]
            [WaitFor(seconds: 5)]
            int Find();

            [Obsolete("Not any more.", error: true)]
            event Action Lost;

            [WaitFor(seconds: 5)]
            List<New> Other(Dictionary<int, Old.Key[]> keys);

            int Half { get; [Obsolete("No.", DiagnosticId = "OLD002")] set; }
        }
        """);

    // The compiler's own warnings are not the only ones: these come from the analyzers of the SDK, also in generated code.
    [TestMethod]
    [DataRow("[RequiresUnreferencedCode(\"\")] int Find();", "IL2026, IL2046")]
    [DataRow("[RequiresDynamicCode(\"\")] int Find();", "IL3050, IL3051")]
    [DataRow("[RequiresAssemblyFiles] int Find();", "IL3002, IL3003")]
    [DataRow("[System.Runtime.Versioning.RequiresPreviewFeatures] int Find();", "CA2252")]
    [DataRow("int Find([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type);",
        "IL2067, IL2073, IL2077, IL2087, IL2091, IL2092, IL2093, IL2095, IL2111")]
    [DataRow("int Find<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>();",
        "IL2067, IL2073, IL2077, IL2087, IL2091, IL2092, IL2093, IL2095, IL2111")]
    [DataRow("[return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type Find();",
        "IL2067, IL2073, IL2077, IL2087, IL2091, IL2092, IL2093, IL2095, IL2111")]
    public void AttributesForTheTrimmer_SilenceItInTheText(string member, string silenced)
    {
        var texts = Generated.From($$"""
            using System.Diagnostics.CodeAnalysis;

            [GenerateProxy]
            [WaitFor(seconds: 5)]
            public interface IEngine
            {
                {{member}}
            }
            """);

        var text = texts.Values.Single();
        Assert.Contains($"\n#pragma warning disable {silenced}\n", text);
        // The trimmer and the native compiler read the program, not its text.
        foreach (var id in silenced.Split(", ").Where(static id => id.StartsWith("IL", StringComparison.Ordinal)))
            Assert.Contains($"\n    [global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"\", \"{id}\")]\n", text);
    }

    [TestMethod]
    public void PromisesOfAttributes() => Compiles("""
        using System.Diagnostics.CodeAnalysis;

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            [DoesNotReturn]
            void Fail();

            [return: NotNullIfNotNull(nameof(value))]
            [WaitFor(seconds: 5)]
            string? Same(string? value);

            void Check([NotNull] string? value, [DoesNotReturnIf(true)] bool isWrong);
        }
        """);

    [TestMethod]
    public void TypesNamedInSmallLetters() => Compiles("""
        #pragma warning disable CS8981
        public struct @var;

        public sealed class @await;

        public ref struct @scoped;

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            @await Get(ref @var value, List<@await?> values);

            int Unmarked(scoped @scoped value);

            [WaitFor(seconds: 5)]
            arguments Generic<arguments, @where, @var, target>(ref arguments one, @where? other, target third) where @where : class;
        }
        """);

    [TestMethod]
    public void BasesOfNullableTypes() => Compiles("""
        public interface IBase<T>
        {
            [WaitFor(seconds: 5)]
            T Get(T value, List<T> values);

            T this[T index] { get; set; }

            event Action<T> Changed;

            [Callback]
            event EventHandler<T> Told;
        }

        public interface ICalled<T>
        {
            void Call(T value);
        }

        [GenerateProxy]
        public interface IEngine : IBase<string?>, IBase<(int Number, string? Text)[]>
        {
            [WaitFor(seconds: 5)]
            void Tell([Callback] ICalled<string?> called, [Callback] Action<List<string?>> action);
        }
        """);

    [TestMethod]
    public void WithoutNullability() => Compiles("""
        #nullable disable
        public interface IBase<T>
        {
            [WaitFor(seconds: 5)]
            List<T> Get(T value);

            string Name { get; set; }
        }

        [GenerateProxy]
        public interface IEngine : IBase<string>
        {
            [WaitFor(seconds: 5)]
            T Find<T>(string name, out string text) where T : class;
        }
        """);

    [TestMethod]
    public void PointersFarInside() => Compiles("""
        public unsafe delegate void Told(List<int*[]> values);

        [GenerateProxy]
        public unsafe interface IEngine
        {
            [WaitFor(seconds: 5)]
            Task<int*[]> Get(List<delegate*<int, string?>[]> values, [Callback] Told told);

            int** Unmarked(ref int* value);

            event Action<int*[]> Changed;
        }
        """);

    [TestMethod]
    public void ReferencesThatLeave() => Compiles("""
        using System.Diagnostics.CodeAnalysis;

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Get();

            ref int One([UnscopedRef] out int value);

            int Two([UnscopedRef] ref Span<int> values);

            [UnscopedRef]
            ref int Three { get; }
        }
        """);

    [TestMethod]
    public void AccessorsOfTheInterfaceItself() => Compiles("""
        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Count { get => 1; private set { } }

            int Other { private get => 1; set { } }
        }
        """);

    [TestMethod]
    public void CallbacksOfOddNames() => Compiles("""
        public interface ICalled
        {
            void Send(int Method1, string Method2, int values, int given);

            Task Generic<Method3>(Method3 value);

            void Method1();
        }

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            void Tell([Callback] ICalled called);
        }
        """);

    [TestMethod]
    public void DynamicEverywhere() => Compiles("""
        [assembly: GenerateProxy(typeof(IBox<List<dynamic>>), typeof(Box))]

        public interface IBox<T>
        {
            [WaitFor(seconds: 5)]
            T Open(T value, dynamic other, ref dynamic? third);

            T this[dynamic index] { get; set; }

            event Action<T> Changed;
        }

        public sealed class Box
        {
            public List<object> Open(List<object> value, object other, ref object? third) => value;

            public List<object> this[object index] { get => []; set { } }

            public event Action<List<object>> Changed { add { } remove { } }
        }
        """);

    [TestMethod]
    public void PairWhoseClassSaysOtherwise() => Compiles("""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            string Find(string? name, List<string?> names);

            string Unmarked(string? name);

            [WaitFor(seconds: 5)]
            T Generic<T>(T value);

            [WaitFor(seconds: 5)]
            int Old();
        }

        public sealed class Engine
        {
            public string? Find(string name, List<string> names) => null;

            public string? Unmarked(string name) => null;

            public T? Generic<T>(T value) where T : notnull => default;

            [Obsolete("Not any more.", error: true)]
            public int Old() => 1;
        }
        """);

    [TestMethod]
    public void PairOfAStruct_ThatImplementsTheInterface() => Compiles("""
        [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();
        }

        public readonly struct Engine : IEngine
        {
            public int Find() => 1;
        }
        """);

    [TestMethod]
    public void NameThatIsTaken() => Compiles("""
        namespace Crochet.Generated.Proxies
        {
            public static class IEngine;
        }

        [GenerateProxy]
        public interface IEngine
        {
            [WaitFor(seconds: 5)]
            int Find();
        }
        """);

    [TestMethod]
    public void NamesThatDifferInCapitalsAlone_HaveFilesOfTheirOwn()
    {
        var texts = Generated.From("""
            [GenerateProxy]
            public interface IEngine
            {
                [WaitFor(seconds: 5)]
                int Find();
            }

            [GenerateProxy]
            public interface Iengine
            {
                [WaitFor(seconds: 5)]
                int Find();
            }
            """);

        CollectionAssert.AreEquivalent(new[] { "IEngine.g.cs", "Iengine_2.g.cs" }, texts.Keys.ToList());
    }

    [TestMethod]
    public void ProxyOfAFriend_IsAnotherClass()
    {
        var friend = Generated.Driver().RunGeneratorsAndUpdateCompilation(Generated.Compile("""
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Source")]

            [GenerateProxy]
            public interface IEngine
            {
                [WaitFor(seconds: 5)]
                int Find();
            }
            """).WithAssemblyName("Friend"), out var friendly, out _);

        var texts = Generated.From(Generated.Compile("""
            [assembly: GenerateProxy(typeof(IEngine), typeof(Engine))]

            public sealed class Engine : IEngine
            {
                public int Find() => 1;
            }
            """).AddReferences(friendly.ToMetadataReference()));

        Assert.ContainsSingle(texts);
    }

    private static void Compiles(string source)
    {
        Assert.ContainsSingle(Generated.From(source));
    }
}
