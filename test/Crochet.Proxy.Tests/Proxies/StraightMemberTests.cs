namespace Crochet.Tests.Proxies;

/// <summary>Unmarked members pass through to the implementation, in the caller's thread.</summary>
[TestClass]
public sealed unsafe class StraightMemberTests : LoopTest
{
    [TestMethod]
    public void Method_Unmarked_RunsInTheCallersThread()
    {
        var proxy = Proxy<IMixed>(new Mixed());

        Assert.AreEqual(Environment.CurrentManagedThreadId, proxy.ThreadHere());
        Assert.AreNotEqual(Environment.CurrentManagedThreadId, proxy.ThreadInLoop());
    }

    [TestMethod]
    public void Method_Unmarked_RunsOnAnImplementationMatchedByShapeToo()
    {
        var proxy = Proxy<IMixed>(new ShapedMixed());

        Assert.AreEqual(Environment.CurrentManagedThreadId, proxy.ThreadHere());
        Assert.AreNotEqual(Environment.CurrentManagedThreadId, proxy.ThreadInLoop());
    }

    [TestMethod]
    public void Method_UnmarkedThatThrows_ThrowsAsItIs()
    {
        var failure = new InvalidOperationException();

        Assert.AreSame(failure, Assert.ThrowsExactly<InvalidOperationException>(() => Proxy<IMixed>(new Mixed()).Throw(failure)));
        Assert.AreSame(failure, Assert.ThrowsExactly<InvalidOperationException>(() => Proxy<IMixed>(new ShapedMixed()).Throw(failure)));
    }

    [TestMethod]
    public void Method_UnmarkedAfterTheStop_StillRuns()
    {
        var proxy = Proxy<IMixed>(new Mixed());
        Loop.Dispose();

        Assert.AreEqual(Environment.CurrentManagedThreadId, proxy.ThreadHere());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void PropertiesIndexersAndEvents_Unmarked_ReachTheImplementation(bool isShaped)
    {
        var proxy = Proxy<IMembers>(isShaped ? new ShapedMembers() : new Members());
        var raised = 0;
        void Handle(object? sender, EventArgs arguments) => raised++;

        proxy.Name = "n";
        proxy["a", 1] = 5;
        proxy.Changed += Handle;
        proxy.Raise();
        proxy.Changed -= Handle;
        proxy.Raise();

        Assert.AreEqual("n", proxy.Name);
        Assert.AreEqual(5, proxy["a", 1]);
        Assert.AreEqual(1, raised);
    }

    [TestMethod]
    public void Span_InAnUnmarkedMember_PassesThrough()
    {
        Assert.AreEqual(3, Proxy<IStackBound>(new StackBound()).Length("abc"));
    }

    [TestMethod]
    public void RefReturn_OfAnUnmarkedMember_PassesThrough()
    {
        var target = new StackBound();

        Proxy<IStackBound>(target).Slot() = 9;

        Assert.AreEqual(9, target.Slot());
    }

    [TestMethod]
    public void Pointer_InAnUnmarkedMember_PassesThrough()
    {
        var value = 5;

        Assert.AreEqual(5, Proxy<IStackBound>(new StackBound()).Read(&value));
    }

    [TestMethod]
    public void RefStructTypeArgument_OfAnUnmarkedMember_PassesThrough()
    {
        Assert.AreEqual("ReadOnlySpan`1", Proxy<IStackBound>(new StackBound()).NameOf<ReadOnlySpan<char>>("abc"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ByRefParameters_OfAnUnmarkedMember_AreWrittenBack(bool isShaped)
    {
        var proxy = Proxy<IByRef>(isShaped ? new ShapedByRef() : new ByRef());
        var count = 1;

        Assert.AreEqual(7, proxy.Straight(ref count, out var text, 3));

        Assert.AreEqual(2, count);
        Assert.AreEqual("out", text);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void GenericMethod_Unmarked_KeepsItsTypeArguments(bool isShaped)
    {
        var proxy = Proxy<IGenericStraight>(isShaped ? new ShapedGenericStraight() : new GenericStraight());

        Assert.AreEqual("Int32 4", proxy.Show(4));
        Assert.AreEqual("String x", proxy.Show("x"));
    }

    [Compiled]
    public interface IMixed
    {
        int ThreadHere();

        void Throw(Exception exception);

        [WaitFor(15)]
        int ThreadInLoop();
    }

    public sealed class Mixed : IMixed
    {
        public int ThreadHere() => Environment.CurrentManagedThreadId;

        public void Throw(Exception exception) => throw exception;

        public int ThreadInLoop() => Environment.CurrentManagedThreadId;
    }

    public sealed class ShapedMixed
    {
        public int ThreadHere() => Environment.CurrentManagedThreadId;

        public void Throw(Exception exception) => throw exception;

        public int ThreadInLoop() => Environment.CurrentManagedThreadId;
    }

    [Compiled]
    public interface IMembers
    {
        event EventHandler? Changed;

        string Name { get; set; }

        int this[string key, int index] { get; set; }

        void Raise();

        [WaitFor(15)]
        int Marked();
    }

    public class ShapedMembers
    {
        private readonly Dictionary<(string, int), int> _values = [];

        public event EventHandler? Changed;

        public string Name { get; set; } = "";

        public int this[string key, int index]
        {
            get => _values[(key, index)];
            set => _values[(key, index)] = value;
        }

        public void Raise() => Changed?.Invoke(this, EventArgs.Empty);

        public int Marked() => 1;
    }

    public sealed class Members : ShapedMembers, IMembers;

    [Compiled]
    public interface IStackBound
    {
        int Length(ReadOnlySpan<char> text);

        ref int Slot();

        int Read(int* value);

        string NameOf<T>(T value) where T : allows ref struct;

        [WaitFor(15)]
        int Marked();
    }

    public sealed class StackBound : IStackBound
    {
        private int _slot;

        public int Length(ReadOnlySpan<char> text) => text.Length;

        public ref int Slot() => ref _slot;

        public int Read(int* value) => *value;

        public string NameOf<T>(T value) where T : allows ref struct => typeof(T).Name;

        public int Marked() => 1;
    }

    [Compiled]
    public interface IByRef
    {
        int Straight(ref int count, out string text, in int fixedCount);

        [WaitFor(15)]
        int Marked();
    }

    public class ShapedByRef
    {
        public int Straight(ref int count, out string text, in int fixedCount)
        {
            text = "out";
            return ++count + fixedCount + 2;
        }

        public int Marked() => 1;
    }

    public sealed class ByRef : ShapedByRef, IByRef;

    [Compiled]
    public interface IGenericStraight
    {
        string Show<T>(T value);

        [WaitFor(15)]
        int Marked();
    }

    public class ShapedGenericStraight
    {
        public string Show<T>(T value) => $"{typeof(T).Name} {value}";

        public int Marked() => 1;
    }

    public sealed class GenericStraight : ShapedGenericStraight, IGenericStraight;
}
