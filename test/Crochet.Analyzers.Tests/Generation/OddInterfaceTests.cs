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

    private static void Compiles(string source)
    {
        Assert.ContainsSingle(Generated.From(source));
    }
}
