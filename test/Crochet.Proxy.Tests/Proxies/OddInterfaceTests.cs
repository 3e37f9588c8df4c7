namespace Crochet.Tests.Proxies;

/// <summary>What C# allows and seldom sees, on marked members.</summary>
[TestClass]
public sealed class OddInterfaceTests : LoopTest
{
    private static IEnumerable<object[]> Targets => [[new Odd()], [new ShapedOdd()]];

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void Constraints_OfEveryKind_AreKept(object target)
    {
        var proxy = Proxy<IOdd>(target);

        Assert.AreEqual("Int32", proxy.Unmanaged(1));
        Assert.AreEqual("String", proxy.NotNull("x"));
        Assert.AreEqual("List`1", proxy.New<List<int>>());
        Assert.AreEqual("DayOfWeek", proxy.Enumeration(DayOfWeek.Friday));
        Assert.AreEqual("Action", proxy.Delegation<Action>(() => { }));
        Assert.AreEqual("Object String", proxy.Related<object, string>("x"));
        Assert.AreEqual("String", proxy.Comparable("x"));
        Assert.AreEqual("Int32", proxy.MaybeStruct<int>(3));
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void DefaultArguments_OfEveryKind_AreUsed(object target)
    {
        Assert.AreEqual("1.5 x Friday  0 00:00:00", Proxy<IOdd>(target).Defaults());
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void ArgumentsOfManyTypes_GoThereAndBack(object target)
    {
        var proxy = Proxy<IOdd>(target);

        Assert.AreEqual((1, "x"), proxy.Tuple((1, "x")));
        Assert.AreEqual((nint)5, proxy.Native(5));
        Assert.AreEqual((Half)1.5, proxy.Small((Half)1.5));
        CollectionAssert.AreEqual(new[] { 1, 2 }, proxy.Array([1, 2]));
        Assert.AreEqual(3, ((IEnumerable<int>)proxy.Dynamic(new[] { 3 })).Single());
        Assert.AreEqual(2, proxy.Params("a", "b"));
        Assert.AreEqual(2, proxy.ParamsList("a", "b"));
        Assert.AreEqual(new DateTime(2000, 1, 1), proxy.Nullable(new DateTime(2000, 1, 1)));
        Assert.IsNull(proxy.Nullable(null));
        Assert.AreEqual(17, proxy.Many(1, 2, 3, 4, 5, 6, 7, 8, 'i', 10, 11, 12, 13, 14, 15, 16, 17));
        Assert.AreEqual(36, proxy.Large(new Large(1, 2, 3, 4, 5, 6, 7, 8)).Sum);
        Assert.AreEqual(9, proxy.Callback(value => value * value));
        Assert.AreEqual("a", proxy.Memory("abc".AsMemory(0, 1)));
    }

    [TestMethod]
    [DynamicData(nameof(Targets))]
    public void PropertiesOfManyKinds_Run(object target)
    {
        var proxy = Proxy<IOdd>(target);

        proxy.WriteOnly = 4;
        proxy[1, "a"] = 5;

        Assert.AreEqual(5, proxy[1, "a"]);
        Assert.AreEqual(4, proxy.Written);
        Assert.AreEqual(EventLoopState.Running, proxy.@class);
    }

    [TestMethod]
    public void MembersOfObject_InAnInterface_RunAsItsOwn()
    {
        var proxy = Proxy<INamedLikeObject>(new NamedLikeObject());

        Assert.AreEqual("shown", proxy.ToString());
        Assert.AreEqual(7, proxy.GetHashCode());
        Assert.IsTrue(proxy.Equals("anything"));
        Assert.AreEqual("type", proxy.GetType());
    }

    [TestMethod]
    public void InternalNames_OfTheGeneratedClass_DoNotCollide()
    {
        var proxy = Proxy<IColliding>(new Colliding());

        Assert.AreEqual(1, proxy.Proceed());
        Assert.AreEqual(2, proxy.GetInterceptors());
        Assert.AreEqual(3, proxy.DynProxyGetTarget());
    }

    [TestMethod]
    public void InheritedFrameworkInterfaces_MarkedByDefault_Run()
    {
        var proxy = Proxy<INumberCollection>(new Bag());

        proxy.Add(3);

        Assert.AreEqual(1, proxy.Count);
        Assert.IsTrue(proxy.Contains(3));
        Assert.AreEqual(3, proxy.Single());
    }

    [TestMethod]
    public void ManyMembers_EachReachesItsOwn()
    {
        var proxy = Proxy<IManyMembers>(new ManyMembers());

        Assert.AreEqual("1 2 3 4 5 6 7 8",
            string.Join(" ", proxy.M1(), proxy.M2(), proxy.M3(), proxy.M4(), proxy.M5(), proxy.M6(), proxy.M7(), proxy.M8()));
    }

    public readonly record struct Large(long A, long B, long C, long D, long E, long F, long G, long H)
    {
        public long Sum => A + B + C + D + E + F + G + H;
    }

    [WaitFor(15)]
    [Compiled]
    public interface IOdd
    {
        int WriteOnly { set; }

        int Written { get; }

        EventLoopState @class { get; }

        int this[int index, string key] { get; set; }

        string Unmanaged<T>(T value) where T : unmanaged;

        string NotNull<T>(T value) where T : notnull;

        string New<T>() where T : class, new();

        string Enumeration<T>(T value) where T : struct, Enum;

        string Delegation<T>(T value) where T : Delegate;

        string Related<T, TDerived>(TDerived value) where TDerived : T;

        string Comparable<T>(T value) where T : IComparable<T>, IEquatable<T>;

        string MaybeStruct<T>(T? value) where T : struct;

        string Defaults(decimal number = 1.5m, string text = "x", DayOfWeek day = DayOfWeek.Friday, object? nothing = null, int? zero = 0,
            TimeSpan span = default);

        (int Number, string Text) Tuple((int Number, string Text) value);

        nint Native(nint value);

        Half Small(Half value);

        int[] Array(int[] values);

        dynamic Dynamic(dynamic value);

        int Params(params string[] values);

        int ParamsList(params IReadOnlyList<string> values);

        DateTime? Nullable(DateTime? value);

        int Many(int a, byte b, sbyte c, short d, ushort e, uint f, long g, ulong h, char i, float j, double k, int l, int m, int n, int o,
            int p, int last);

        Large Large(Large value);

        int Callback(Func<int, int> callback);

        string Memory(ReadOnlyMemory<char> text);
    }

    public class ShapedOdd
    {
        private readonly Dictionary<(int, string), int> _items = [];

        public int WriteOnly { set => Written = value; }

        public int Written { get; private set; }

        public EventLoopState @class => EventLoop.Current!.State;

        public int this[int index, string key] { get => _items[(index, key)]; set => _items[(index, key)] = value; }

        public string Unmanaged<T>(T value) where T : unmanaged => typeof(T).Name;

        public string NotNull<T>(T value) where T : notnull => typeof(T).Name;

        public string New<T>() where T : class, new() => new T().GetType().Name;

        public string Enumeration<T>(T value) where T : struct, Enum => typeof(T).Name;

        public string Delegation<T>(T value) where T : Delegate => typeof(T).Name;

        public string Related<T, TDerived>(TDerived value) where TDerived : T => $"{typeof(T).Name} {typeof(TDerived).Name}";

        public string Comparable<T>(T value) where T : IComparable<T>, IEquatable<T> => typeof(T).Name;

        public string MaybeStruct<T>(T? value) where T : struct => typeof(T).Name;

        public string Defaults(decimal number, string text, DayOfWeek day, object? nothing, int? zero, TimeSpan span) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number} {text} {day} {nothing} {zero} {span}");

        public (int Number, string Text) Tuple((int Number, string Text) value) => value;

        public nint Native(nint value) => value;

        public Half Small(Half value) => value;

        public int[] Array(int[] values) => values;

        public dynamic Dynamic(dynamic value) => value;

        public int Params(params string[] values) => values.Length;

        public int ParamsList(params IReadOnlyList<string> values) => values.Count;

        public DateTime? Nullable(DateTime? value) => value;

        public int Many(int a, byte b, sbyte c, short d, ushort e, uint f, long g, ulong h, char i, float j, double k, int l, int m, int n,
            int o, int p, int last) => last;

        public Large Large(Large value) => value;

        public int Callback(Func<int, int> callback) => callback(3);

        public string Memory(ReadOnlyMemory<char> text) => text.ToString();
    }

    public sealed class Odd : ShapedOdd, IOdd;

    [WaitFor(15)]
    [Compiled]
    public interface INamedLikeObject
    {
        string ToString();

        int GetHashCode();

        bool Equals(object? obj);

        string GetType();
    }

    public sealed class NamedLikeObject : INamedLikeObject
    {
        public override string ToString() => "shown";

        public override int GetHashCode() => 7;

        public override bool Equals(object? obj) => true;

        string INamedLikeObject.GetType() => "type";
    }

    [WaitFor(15)]
    [Compiled]
    public interface IColliding
    {
        int Proceed();

        int GetInterceptors();

        int DynProxyGetTarget();
    }

    public sealed class Colliding : IColliding
    {
        public int Proceed() => 1;

        public int GetInterceptors() => 2;

        public int DynProxyGetTarget() => 3;
    }

    [WaitFor(15)]
    [Compiled]
    public interface INumberCollection : ICollection<int>;

    public sealed class Bag : List<int>, INumberCollection;

    [WaitFor(15)]
    [Compiled]
    public interface IManyMembers
    {
        int M1();

        int M2();

        int M3();

        int M4();

        int M5();

        int M6();

        int M7();

        int M8();
    }

    public sealed class ManyMembers : IManyMembers
    {
        public int M1() => 1;

        public int M2() => 2;

        public int M3() => 3;

        public int M4() => 4;

        public int M5() => 5;

        public int M6() => 6;

        public int M7() => 7;

        public int M8() => 8;
    }
}
