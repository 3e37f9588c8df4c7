namespace Crochet.Tests.Proxies;

/// <summary>Whatever C# lets an interface be.</summary>
[TestClass]
public sealed class InterfaceTests : LoopTest
{
    [TestMethod]
    public void InterfaceAttribute_MembersThatSayNothing_FollowIt()
    {
        var proxy = Proxy<IAllInLoop>(new AllInLoop());

        Assert.AreSame(Loop, proxy.Method());
        Assert.AreSame(Loop, proxy.Property);
        proxy.Property = null;
        Assert.AreSame(Loop, proxy.Own().Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void InterfaceAttribute_InheritedMembers_FollowItToo()
    {
        var proxy = Proxy<IDerived>(new Derived());

        Assert.AreSame(Loop, proxy.FromBase());
        Assert.AreSame(Loop, proxy.FromRoot());
        proxy.Dispose();
        Assert.AreSame(Loop, Derived.DisposedIn);
    }

    [TestMethod]
    public void InterfaceAttribute_OfTheDerivedInterface_WinsOverItsBases()
    {
        using var gate = HoldLoop();

        var exception = Assert.ThrowsExactly<CrochetTimeoutException>(() => Proxy<IHastier>(new Hastier()).Get());
        gate.Set();

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), exception.Timeout);
    }

    [TestMethod]
    public void InterfaceAttribute_OfABase_HoldsForItsMembersAlone()
    {
        var proxy = Proxy<IPartly>(new Partly());

        Assert.AreSame(Loop, proxy.InLoop());
        Assert.IsNull(proxy.Here());
    }

    [TestMethod]
    public void InterfaceAttribute_Events_DoNotFollowIt()
    {
        var target = new Raising();

        Proxy<IRaising>(target).Changed += (_, _) => { };

        Assert.AreEqual(Environment.CurrentManagedThreadId, target.AddedIn);
    }

    [TestMethod]
    public void PropertyAttribute_BothAccessors_FollowIt()
    {
        var target = new Settings();
        var proxy = Proxy<ISettings>(target);

        proxy.Name = "x";

        Assert.AreEqual("x", proxy.Name);
        Assert.AreSame(Loop, target.SetIn);
        Assert.AreSame(Loop, target.GotIn);
    }

    [TestMethod]
    public void AccessorAttribute_TheOtherAccessor_DoesNotFollowIt()
    {
        var target = new Settings();
        var proxy = Proxy<ISettings>(target);

        proxy.Half = "x";
        _ = proxy.Half;

        Assert.IsNull(target.SetIn);
        Assert.AreSame(Loop, target.GotIn);
    }

    [TestMethod]
    public void Indexer_Marked_RunsInTheLoop()
    {
        var proxy = Proxy<ISettings>(new Settings());

        proxy["a"] = 3;

        Assert.AreEqual(3, proxy["a"]);
    }

    [TestMethod]
    public void ExplicitImplementation_OfAMarkedMember_Runs()
    {
        Assert.AreEqual("explicit", Proxy<IGreeter>(new ExplicitGreeter()).Greet());
    }

    [TestMethod]
    public void DefaultMember_Marked_RunsInTheLoop()
    {
        var proxy = Proxy<IWithDefaults>(new WithDefaults());

        Assert.AreSame(Loop, proxy.MarkedDefault());
        Assert.IsNull(proxy.UnmarkedDefault());
    }

    [TestMethod]
    public void DefaultMember_ThatTheImplementationOverrides_IsTheImplementations()
    {
        var proxy = Proxy<IWithDefaults>(new OverriddenDefaults());

        Assert.AreEqual("own", proxy.Name());
        Assert.AreEqual("own marked", proxy.MarkedName());
        Assert.AreEqual("own 3", proxy.Generic(3));
    }

    [TestMethod]
    public void DefaultMember_UnmarkedWithAnImplementationMatchedByShape_RunsAgainstTheProxy()
    {
        var proxy = Proxy<ICounting>(new ShapedCounting());

        Assert.AreEqual(2, proxy.Twice());
    }

    [TestMethod]
    public void OverriddenInADerivedInterface_Default_IsTheDerivedOne()
    {
        Assert.AreEqual("derived", Proxy<IDerivedDefault>(new DerivedDefault()).Name());
    }

    [TestMethod]
    public void SameNameInTwoBases_EachCall_ReachesItsOwn()
    {
        var proxy = Proxy<IBoth>(new Both());

        Assert.AreEqual("left", ((ILeft)proxy).Get());
        Assert.AreEqual("right", ((IRight)proxy).Get());
    }

    [TestMethod]
    public void SameNameInTwoBases_OneMarked_EachGoesItsWay()
    {
        var proxy = Proxy<IHalfMarked>(new HalfMarked());

        Assert.AreSame(Loop, ((IMarkedHalf)proxy).Where());
        Assert.IsNull(((IUnmarkedHalf)proxy).Where());
    }

    [TestMethod]
    public void Redeclared_Member_EachCallReachesItsOwn()
    {
        var proxy = Proxy<IRedeclared>(new Redeclared());

        Assert.AreEqual("new", proxy.Get());
        Assert.AreEqual("old", ((IOriginal)proxy).Get());
    }

    [TestMethod]
    public void Diamond_SharedBase_IsThereOnce()
    {
        var proxy = Proxy<IBottom>(new Bottom());

        Assert.AreEqual(1, proxy.Top());
        Assert.AreEqual(1, ((IOneSide)proxy).Top());
        Assert.AreEqual(1, ((IOtherSide)proxy).Top());
    }

    [TestMethod]
    public void Overloads_EachCall_ReachesItsOwn()
    {
        var proxy = Proxy<IOverloaded>(new Overloaded());

        Assert.AreEqual("int", proxy.Get(1));
        Assert.AreEqual("string", proxy.Get("1"));
        Assert.AreEqual("array", proxy.Get(1, 2));
        Assert.AreEqual("generic", proxy.Get<double>(1.0, 2));
        Assert.AreEqual("default 5", proxy.Optional());
    }

    [TestMethod]
    public void GenericInterface_Closed_Runs()
    {
        var proxy = Proxy<IRepository<string, int>>(new Repository());

        proxy.Add("one", 1);

        Assert.AreEqual(1, proxy.Find("one"));
        Assert.AreEqual("one", proxy.Keys().Wait(TestTimeouts.MustNotElapse).Single());
    }

    [TestMethod]
    public void GenericInterface_ExplicitImplementations_EachRuns()
    {
        var target = new TwoReaders();

        Assert.AreEqual(1, Proxy<IReader<int>>(target).Read());
        Assert.AreEqual("one", Proxy<IReader<string>>(target).Read());
    }

    [TestMethod]
    public void CovariantInterface_CalledAsABase_Runs()
    {
        IReader<object> proxy = Proxy<IReader<string>>(new TwoReaders());

        Assert.AreEqual("one", proxy.Read());
    }

    [TestMethod]
    public void CovariantInterface_ImplementedByAnotherConstruction_Runs()
    {
        Assert.AreEqual("one", Proxy<IReader<object>>(new StringReader()).Read());
    }

    [TestMethod]
    public void CovariantInterface_ImplementedWithArraysThatCSharpDoesNotConvert_IsAProblem()
    {
        Assert.HasCount(1, Proxy<IReader<int[]>>(new ArrayReader()).Read());

        Problem.Of(() => Proxy<IReader<int[]>>(new UnsignedReader())).AssertIs("CRO005", "IReader<int[]>.Read", "uint[]", "int[]");
    }

    [TestMethod]
    public void ContravariantInterface_CalledAsADerived_Runs()
    {
        var target = new AnyWriter();
        IWriter<string> proxy = Proxy<IWriter<object>>(target);

        proxy.Write("x");

        Assert.AreEqual("x", target.Written);
    }

    [TestMethod]
    public void TypeArgumentThatIsATask_Call_IsFollowed()
    {
        Assert.AreEqual(3, Proxy<IReader<Task<int>>>(new TaskReader()).Read().Result);
    }

    [TestMethod]
    public void Struct_AsImplementation_Runs()
    {
        Assert.AreEqual("struct", Proxy<IGreeter>(new StructGreeter()).Greet());
        Assert.AreEqual("shaped struct", Proxy<IGreeter>(new ShapedStructGreeter()).Greet());
    }

    [TestMethod]
    public void PrivateClass_AsImplementation_Runs()
    {
        Assert.AreEqual("private", Proxy<IGreeter>(new PrivateGreeter()).Greet());
        Assert.AreEqual("private shaped", Proxy<IGreeter>(new PrivateShapedGreeter()).Greet());
    }

    [TestMethod]
    public void TwoInstances_OfOneInterface_KeepTheirImplementations()
    {
        var one = Proxy<IReader<int>>(new TwoReaders { Number = 10 });
        var two = Proxy<IReader<int>>(new TwoReaders { Number = 20 });

        Assert.AreEqual(10, one.Read());
        Assert.AreEqual(20, two.Read());
        Assert.AreSame(one.GetType(), two.GetType());
    }

    [TestMethod]
    public void TwoLoops_WithOneInterface_AreKeptApart()
    {
        using var other = new EventLoop(new EventLoopOptions { Name = "Other" });
        other.Start();
        var target = new AllInLoop();

        Assert.AreSame(Loop, Proxy<IAllInLoop>(target).Method());
        Assert.AreSame(other, CrochetProxy.Create<IAllInLoop>(target, other).Method());
    }

    [WaitFor(15)]
    [Compiled]
    public interface IAllInLoop
    {
        EventLoop? Property { get; set; }

        EventLoop? Method();

        [RunInReactor]
        EventualResult<EventLoop?> Own();
    }

    public sealed class AllInLoop : IAllInLoop
    {
        public EventLoop? Property
        {
            get => EventLoop.Current;
            set
            {
            }
        }

        public EventLoop? Method() => EventLoop.Current;

        public EventualResult<EventLoop?> Own() => EventualResult.FromResult(EventLoop.Current);
    }

    public interface IRoot : IDisposable
    {
        EventLoop? FromRoot();
    }

    public interface IBase : IRoot
    {
        EventLoop? FromBase();
    }

    [WaitFor(15)]
    [Compiled]
    public interface IDerived : IBase;

    public sealed class Derived : IDerived
    {
        public static EventLoop? DisposedIn { get; private set; }

        public EventLoop? FromRoot() => EventLoop.Current;

        public EventLoop? FromBase() => EventLoop.Current;

        public void Dispose() => DisposedIn = EventLoop.Current;
    }

    [WaitFor(15)]
    [Compiled]
    public interface IPatient
    {
        int Get();
    }

    [WaitFor(0.02)]
    [Compiled]
    public interface IHastier : IPatient;

    public sealed class Hastier : IHastier
    {
        public int Get() => 1;
    }

    [WaitFor(15)]
    [Compiled]
    public interface IInLoop
    {
        EventLoop? InLoop();
    }

    [Compiled]
    public interface IPartly : IInLoop
    {
        EventLoop? Here();
    }

    public sealed class Partly : IPartly
    {
        public EventLoop? InLoop() => EventLoop.Current;

        public EventLoop? Here() => EventLoop.Current;
    }

    [WaitFor(15)]
    [Compiled]
    public interface IRaising
    {
        event EventHandler Changed;

        void Raise();
    }

    public sealed class Raising : IRaising
    {
        public event EventHandler Changed
        {
            add => AddedIn = Environment.CurrentManagedThreadId;
            remove { }
        }

        public int AddedIn { get; private set; }

        public void Raise()
        {
        }
    }

    [Compiled]
    public interface ISettings
    {
        [WaitFor(15)]
        string Name { get; set; }

        string Half { [WaitFor(15)] get; set; }

        [WaitFor(15)]
        int this[string key] { get; set; }
    }

    public sealed class Settings : ISettings
    {
        private readonly Dictionary<string, int> _values = [];
        private string _name = "";

        public EventLoop? SetIn { get; private set; }
        public EventLoop? GotIn { get; private set; }

        public string Name
        {
            get
            {
                GotIn = EventLoop.Current;
                return _name;
            }
            set
            {
                SetIn = EventLoop.Current;
                _name = value;
            }
        }

        public string Half { get => Name; set => Name = value; }

        public int this[string key] { get => _values[key]; set => _values[key] = value; }
    }

    [Compiled]
    public interface IGreeter
    {
        [WaitFor(15)]
        string Greet();
    }

    public sealed class ExplicitGreeter : IGreeter
    {
        public static string Greet() => "public";

        string IGreeter.Greet() => "explicit";
    }

    public readonly struct StructGreeter : IGreeter
    {
        public string Greet() => "struct";
    }

    public readonly struct ShapedStructGreeter
    {
        public string Greet() => "shaped struct";
    }

    private sealed class PrivateGreeter : IGreeter
    {
        public string Greet() => "private";
    }

    private sealed class PrivateShapedGreeter
    {
        public async Task<string> GreetAsync()
        {
            await Task.Yield();
            return "private shaped";
        }
    }

    [Compiled]
    public interface IWithDefaults
    {
        [WaitFor(15)]
        EventLoop? MarkedDefault() => EventLoop.Current;

        EventLoop? UnmarkedDefault() => EventLoop.Current;

        string Name() => "default";

        [WaitFor(15)]
        string MarkedName() => "default";

        string Generic<T>(T value) => "default";
    }

    public sealed class WithDefaults : IWithDefaults;

    public sealed class OverriddenDefaults : IWithDefaults
    {
        public string Name() => "own";

        public string MarkedName() => "own marked";

        public string Generic<T>(T value) => $"own {value}";
    }

    [Compiled]
    public interface ICounting
    {
        [WaitFor(15)]
        int Next();

        int Twice()
        {
            Next();
            return Next();
        }
    }

    public sealed class ShapedCounting
    {
        private int _count;

        public async Task<int> NextAsync()
        {
            await Task.Yield();
            return ++_count;
        }
    }

    [Compiled]
    public interface IBaseDefault
    {
        string Name() => "base";

        [WaitFor(15)]
        int Marked();
    }

    [Compiled]
    public interface IDerivedDefault : IBaseDefault
    {
        string IBaseDefault.Name() => "derived";
    }

    public sealed class DerivedDefault : IDerivedDefault
    {
        public int Marked() => 1;
    }

    [Compiled]
    public interface ILeft
    {
        [WaitFor(15)]
        string Get();
    }

    [Compiled]
    public interface IRight
    {
        [WaitFor(15)]
        string Get();
    }

    [Compiled]
    public interface IBoth : ILeft, IRight;

    public sealed class Both : IBoth
    {
        string ILeft.Get() => "left";

        string IRight.Get() => "right";
    }

    [Compiled]
    public interface IMarkedHalf
    {
        [WaitFor(15)]
        EventLoop? Where();
    }

    public interface IUnmarkedHalf
    {
        EventLoop? Where();
    }

    [Compiled]
    public interface IHalfMarked : IMarkedHalf, IUnmarkedHalf;

    public sealed class HalfMarked : IHalfMarked
    {
        public EventLoop? Where() => EventLoop.Current;
    }

    [Compiled]
    public interface IOriginal
    {
        [WaitFor(15)]
        string Get();
    }

    [Compiled]
    public interface IRedeclared : IOriginal
    {
        [WaitFor(15)]
        new string Get();
    }

    public sealed class Redeclared : IRedeclared
    {
        string IRedeclared.Get() => "new";

        string IOriginal.Get() => "old";
    }

    [Compiled]
    public interface ITop
    {
        [WaitFor(15)]
        int Top();
    }

    [Compiled]
    public interface IOneSide : ITop;

    [Compiled]
    public interface IOtherSide : ITop;

    [Compiled]
    public interface IBottom : IOneSide, IOtherSide;

    public sealed class Bottom : IBottom
    {
        public int Top() => 1;
    }

    [WaitFor(15)]
    [Compiled]
    public interface IOverloaded
    {
        string Get(int value);

        string Get(string value);

        string Get(params int[] values);

        string Get<T>(T value, int number);

        string Optional(int value = 5);
    }

    public sealed class Overloaded : IOverloaded
    {
        public string Get(int value) => "int";

        public string Get(string value) => "string";

        public string Get(params int[] values) => "array";

        public string Get<T>(T value, int number) => "generic";

        public string Optional(int value = 5) => $"default {value}";
    }

    public interface IRepository<TKey, TValue>
    {
        [WaitFor(15)]
        void Add(TKey key, TValue value);

        [WaitFor(15)]
        TValue Find(TKey key);

        [RunInReactor]
        EventualResult<IReadOnlyCollection<TKey>> Keys();
    }

    public sealed class Repository : IRepository<string, int>
    {
        private readonly Dictionary<string, int> _values = [];

        public void Add(string key, int value) => _values.Add(key, value);

        public int Find(string key) => _values[key];

        public EventualResult<IReadOnlyCollection<string>> Keys() => EventualResult.FromResult<IReadOnlyCollection<string>>(_values.Keys);
    }

    public interface IReader<out T>
    {
        [WaitFor(15)]
        T Read();
    }

    public sealed class TwoReaders : IReader<int>, IReader<string>
    {
        public int Number { get; init; } = 1;

        int IReader<int>.Read() => Number;

        string IReader<string>.Read() => "one";
    }

    public sealed class ArrayReader : IReader<int[]>
    {
        public int[] Read() => [1];
    }

    public sealed class UnsignedReader : IReader<uint[]>
    {
        public uint[] Read() => [1];
    }

    public sealed class StringReader : IReader<string>
    {
        public string Read() => "one";
    }

    public sealed class TaskReader : IReader<Task<int>>
    {
        public async Task<int> Read()
        {
            await Task.Yield();
            return 3;
        }
    }

    public interface IWriter<in T>
    {
        [WaitFor(15)]
        void Write(T value);
    }

    public sealed class AnyWriter : IWriter<object>
    {
        public object? Written { get; private set; }

        public void Write(object value) => Written = value;
    }
}
