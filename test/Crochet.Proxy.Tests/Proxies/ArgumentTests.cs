using System.Runtime.CompilerServices;
using Crochet.Implementations;
using Crochet.Interception;
using Crochet.Interfaces;

namespace Crochet.Tests.Proxies;

/// <summary>
/// A thread's blocking calls share the object that carries their arguments, and a post carries its own: no call sees another's, and none
/// is kept.
/// </summary>
[TestClass]
public sealed class ArgumentTests : LoopTest
{
    [TestMethod]
    public void Arguments_FromNoneToMoreThanAreShared_Arrive()
    {
        var proxy = Proxy<IJoining>(new Joining());

        Assert.AreEqual("", proxy.Join());
        Assert.AreEqual("1", proxy.Join(1));
        Assert.AreEqual("1 2", proxy.Join(1, "2"));
        Assert.AreEqual("1 2 3 4 5 6 7", proxy.Join(1, 2, 3, 4, 5, 6, 7));
        Assert.AreEqual("1 2 3 4 5 6 7 8", proxy.Join(1, 2, 3, 4, 5, 6, 7, 8));
        Assert.AreEqual("x String", proxy.Join<string>("x"));
        Assert.AreEqual("1 Int32", proxy.Join<int>(1));
    }

    [TestMethod]
    public void Arguments_OfManyThreads_AreTheirOwn()
    {
        var proxy = Proxy<IJoining>(new Joining());

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var call = 0; call < 500; call++)
                Assert.AreEqual($"{thread} {call}", proxy.Join(thread, $"{call}"));
        });
    }

    [TestMethod]
    public void Arguments_OfACallThatTimedOut_ArentTheNextCalls()
    {
        using var started = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var first = new Seen(started, gate);
        var proxy = Proxy<ISeeing>(new Seeing());

        Assert.ThrowsExactly<CrochetTimeoutException>(() => proxy.SeeShortly(first, "first"));
        Assert.IsTrue(started.Wait(TestTimeouts.MustNotElapse));
        gate.Set();
        var second = new Seen(started, gate);
        proxy.See(second, "second");

        Assert.AreEqual("first", first.Text);
        Assert.AreEqual("second", second.Text);
    }

    [TestMethod]
    public void Arguments_OfACallInPlaceWithinAnother_AreTheirOwn()
    {
        var recursive = new Recursive();
        var factory = new ProxyFactory(Loop, new CrochetOptions { SameLoopCalls = SameLoopCallBehavior.RunInPlace });
        var implementation = Implementation.Of(InterfaceDescription.Of(typeof(IRecursive)), typeof(Recursive));
        var proxy = (IRecursive)factory.MakerOf(implementation).Create(recursive);
        recursive.Proxy = proxy;

        Assert.AreEqual("3 2 1 0 0 1 2 3", proxy.Nest(3));
    }

    [TestMethod]
    public void Arguments_AfterTheCall_AreNotKept()
    {
        var proxy = Proxy<IJoining>(new Joining());

        var argument = Call();
        GC.Collect();

        Assert.IsFalse(argument.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Call()
        {
            var text = new string('x', 100);
            proxy.Join(1, text);
            // The turn of the call itself may still be ending.
            Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
            return new WeakReference(text);
        }
    }

    [TestMethod]
    public void Arguments_OfPosts_AreTheirOwn()
    {
        var proxy = Proxy<IPosting>(new Posting());

        var posted = Enumerable.Range(0, 500).Select(call => proxy.Join(call, $"{call}")).ToList();

        for (var call = 0; call < posted.Count; call++)
            Assert.AreEqual($"{call} {call}", posted[call].Wait(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void Arguments_OfAPostThatHasEnded_AreNotKeptByItsResult()
    {
        var proxy = Proxy<IPosting>(new Posting());

        var (result, argument) = PostAndDrop(proxy);
        result.Wait(TestTimeouts.MustNotElapse);
        // The turn of the call itself may still be ending.
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        GC.Collect();

        Assert.IsFalse(argument.IsAlive);
        GC.KeepAlive(result);
    }

    [TestMethod]
    public void Arguments_OfAPostThatNeverRan_AreNotKeptByItsResult()
    {
        var proxy = Proxy<IPosting>(new Posting());
        using var gate = new ManualResetEventSlim();
        _ = Loop.RunInReactor(() => gate.Wait());

        var (result, argument) = PostAndDrop(proxy);
        result.Cancel();
        gate.Set();
        Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
        GC.Collect();

        Assert.IsTrue(result.IsCanceled);
        Assert.IsFalse(argument.IsAlive);
        GC.KeepAlive(result);
    }

    [TestMethod]
    public void Result_DroppedWhileItsPostAwaits_IsCollected()
    {
        var posting = new Posting();
        var proxy = Proxy<IPosting>(posting);

        var result = StartAndDrop();
        GC.Collect();

        Assert.IsFalse(result.IsAlive);
        GC.KeepAlive(posting);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference StartAndDrop()
        {
            var started = proxy.JoinLater(1, "2");
            // Its turn has ended then.
            Loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
            return new WeakReference(started);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (EventualResult<string> Result, WeakReference Argument) PostAndDrop(IPosting proxy)
    {
        var text = new string('x', 100);
        return (proxy.Join(1, text), new WeakReference(text));
    }

    [Compiled]
    public interface IPosting
    {
        [RunInReactor]
        EventualResult<string> Join(int a, string b);

        [RunInReactor]
        EventualResult<string> JoinLater(int a, string b);
    }

    public sealed class Posting : IPosting
    {
        private readonly TaskCompletionSource _never = new();

        public EventualResult<string> Join(int a, string b) => $"{a} {b[..Math.Min(b.Length, 10)]}";

        public EventualResult<string> JoinLater(int a, string b) => JoinAsync(a, b);

        private async Task<string> JoinAsync(int a, string b)
        {
            await _never.Task;
            return $"{a} {b}";
        }
    }

    [Compiled]
    public interface IJoining
    {
        [WaitFor(15)]
        string Join();

        [WaitFor(15)]
        string Join(int a);

        [WaitFor(15)]
        string Join(int a, string b);

        [WaitFor(15)]
        string Join(int a, int b, int c, int d, int e, int f, int g);

        [WaitFor(15)]
        string Join(int a, int b, int c, int d, int e, int f, int g, int h);

        [WaitFor(15)]
        string Join<T>(T value);
    }

    public sealed class Joining : IJoining
    {
        public string Join() => "";

        public string Join(int a) => $"{a}";

        public string Join(int a, string b) => $"{a} {b}";

        public string Join(int a, int b, int c, int d, int e, int f, int g) => $"{a} {b} {c} {d} {e} {f} {g}";

        public string Join(int a, int b, int c, int d, int e, int f, int g, int h) => $"{a} {b} {c} {d} {e} {f} {g} {h}";

        public string Join<T>(T value) => $"{value} {typeof(T).Name}";
    }

    public sealed class Seen(ManualResetEventSlim started, ManualResetEventSlim gate)
    {
        public string? Text { get; private set; }

        public void See(string text)
        {
            started.Set();
            gate.Wait();
            Text = text;
        }
    }

    [Compiled]
    public interface ISeeing
    {
        [WaitFor(1)]
        void SeeShortly(Seen seen, string text);

        [WaitFor(15)]
        void See(Seen seen, string text);
    }

    public sealed class Seeing
    {
        public void SeeShortly(Seen seen, string text) => seen.See(text);

        public void See(Seen seen, string text) => seen.See(text);
    }

    [Compiled]
    public interface IRecursive
    {
        [WaitFor(15)]
        string Nest(int depth);
    }

    public sealed class Recursive
    {
        public IRecursive? Proxy { get; set; }

        public string Nest(int depth) => depth == 0 ? "0 0" : $"{depth} {Proxy!.Nest(depth - 1)} {depth}";
    }
}
