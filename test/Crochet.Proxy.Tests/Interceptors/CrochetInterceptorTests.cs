using System.Runtime.CompilerServices;
using Castle.DynamicProxy;

namespace Crochet.Tests.Interceptors;

[TestClass]
public sealed class CrochetInterceptorTests : LoopTest
{
    private readonly ProxyGenerator _generator = new();

    [TestMethod]
    public void Constructor_NullLoop_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new CrochetInterceptor(null!));
    }

    [TestMethod]
    public void Intercept_Null_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new CrochetInterceptor(Loop).Intercept(null!));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Marked_OnAProxyWithATarget_RunsInTheLoop(bool isTargetInterface)
    {
        var proxy = Make(new Service(), isTargetInterface, new CrochetInterceptor(Loop));

        Assert.AreSame(Loop, proxy.Where());
        Assert.AreSame(Loop, proxy.WhereLater().Wait(TestTimeouts.MustNotElapse));
        Assert.AreSame(Loop, proxy.WhereAsync().Result);
        Assert.AreSame(Loop, proxy.Echo(Loop));
    }

    [TestMethod]
    public async Task Streams_OnAProxyWithATarget_RunInTheLoop()
    {
        var proxy = _generator.CreateInterfaceProxyWithTarget<ICounting>(new Counting(), new CrochetInterceptor(Loop));
        var stream = proxy.Count(2, CancellationToken.None);

        for (var reading = 1; reading <= 2; reading++)
        {
            var items = new List<int>();
            await foreach (var item in stream)
                items.Add(item);
            CollectionAssert.AreEqual(new[] { 1, 2 }, items);
        }

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, proxy.List(3).ToArray());
    }

    [TestMethod]
    public void Unmarked_OnAProxyWithATarget_ProceedsInTheCallersThread()
    {
        Assert.IsNull(Make(new Service(), false, new CrochetInterceptor(Loop)).Here());
    }

    [TestMethod]
    public void Chain_InterceptorsBefore_RunInTheCallersThreadAndThoseAfterInTheLoops()
    {
        var before = new Recording();
        var after = new Recording();
        var proxy = Make(new Service(), false, before, new CrochetInterceptor(Loop), after);

        proxy.Where();

        Assert.IsNull(before.RanIn.Single());
        Assert.AreSame(Loop, after.RanIn.Single());
    }

    [TestMethod]
    public void Chain_AfterACallThatWentOn_StillRunsInTheLoop()
    {
        var gate = HoldLoop();
        var after = new Recording();
        var proxy = Make(new Service(), false, new CrochetInterceptor(Loop), after, new Recording());

        var result = proxy.WhereLater();
        Assert.IsEmpty(after.RanIn);
        gate.Set();

        Assert.AreSame(Loop, result.Wait(TestTimeouts.MustNotElapse));
        Assert.AreSame(Loop, after.RanIn.Single());
    }

    [TestMethod]
    public void Chain_AnInterceptorAfterThatAnswers_IsTheResult()
    {
        var proxy = Make(new Service(), false, new CrochetInterceptor(Loop), new Answering());

        Assert.IsNull(proxy.Where());
    }

    [TestMethod]
    public void ReturnValue_OfACallThatWentOn_IsNeverTheImplementationsOwn()
    {
        var target = new Returning();
        var proxy = _generator.CreateInterfaceProxyWithTarget<IReturning>(target, new CrochetInterceptor(Loop));

        for (var count = 0; count < 2000; count++)
            Assert.AreNotSame(target.Result, proxy.Do());
    }

    [TestMethod]
    public void Arguments_TokenAndByRef_AreHandedOver()
    {
        using var source = new CancellationTokenSource();
        var service = new Service();
        var proxy = Make(service, false, new CrochetInterceptor(Loop));
        var number = 1;

        Assert.AreEqual("1", proxy.Take(source.Token, ref number, out var text));

        Assert.AreEqual(2, number);
        Assert.AreEqual("out", text);
        Assert.IsTrue(service.Token.CanBeCanceled);
        Assert.AreNotEqual(source.Token, service.Token);
    }

    [TestMethod]
    public void Failure_OfTheTarget_ComesOutAsItIs()
    {
        Assert.ThrowsExactly<FormatException>(() => Make(new Service(), false, new CrochetInterceptor(Loop)).Fail());
    }

    [TestMethod]
    public void OneInterceptor_ForTwoInterfaces_ServesBoth()
    {
        var interceptor = new CrochetInterceptor(Loop);
        var one = _generator.CreateInterfaceProxyWithTarget<IService>(new Service(), interceptor);
        var two = _generator.CreateInterfaceProxyWithTarget<IInheriting>(new Inheriting(), interceptor);

        Assert.AreSame(Loop, one.Where());
        Assert.AreSame(Loop, two.Inherited());
    }

    [TestMethod]
    public void Problems_OfTheInterface_AreAllToldAtTheFirstCallOfAnyMember()
    {
        var proxy = _generator.CreateInterfaceProxyWithTarget<IWrong>(new Wrong(), new CrochetInterceptor(Loop));

        foreach (var call in new Action[] { () => proxy.Fine(), () => proxy.Get() })
        {
            CollectionAssert.AreEqual(new[] { "CRO002", "CRO001" }, Problem.AllOf(call).Select(problem => problem.Id).ToArray());
        }
    }

    [TestMethod]
    public void InterfaceWithoutMarks_IsToldAtTheFirstCall()
    {
        var proxy = _generator.CreateInterfaceProxyWithTarget<IUnmarked>(new Unmarked(), new CrochetInterceptor(Loop));

        Problem.Of(() => proxy.Get()).AssertIs("CRO010", "IUnmarked");
    }

    [TestMethod]
    public void InterfaceWithoutMarks_BesideOneWithMarks_Proceeds()
    {
        var proxy = _generator.CreateInterfaceProxyWithTargetInterface(
            typeof(IService), [typeof(IUnmarked)], new ServiceAndUnmarked(), new CrochetInterceptor(Loop));

        Assert.IsNull(((IUnmarked)proxy).Get());
        Assert.AreSame(Loop, ((IService)proxy).Where());
    }

    [TestMethod]
    public void ClassProxy_MarkedMethod_IsToldAtTheFirstCall()
    {
        var proxy = _generator.CreateClassProxy<MarkedClass>(new CrochetInterceptor(Loop));

        Problem.Of(() => proxy.Get()).AssertIs("CRO009", "MarkedClass.Get");
    }

    [TestMethod]
    public void ClassProxy_WithoutMarks_Proceeds()
    {
        Assert.IsNull(_generator.CreateClassProxy<UnmarkedClass>(new CrochetInterceptor(Loop)).Get());
    }

    [TestMethod]
    public void Timeouts_OfTheOptions_ReplaceTheAttributes()
    {
        using var gate = HoldLoop();
        var options = new CrochetOptions { Timeouts = { ["IService.Where"] = TimeSpan.FromMilliseconds(20), ["IOther"] = TimeSpan.Zero } };
        var proxy = Make(new Service(), false, new CrochetInterceptor(Loop, options));

        var exception = Assert.ThrowsExactly<CrochetTimeoutException>(() => proxy.Where());
        gate.Set();

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), exception.Timeout);
    }

    [TestMethod]
    public void Timeouts_NameThatFitsNoMemberOfTheInterface_IsToldAtTheFirstCall()
    {
        var options = new CrochetOptions { Timeouts = { ["IService.Wher"] = TimeSpan.FromSeconds(1) } };
        var proxy = Make(new Service(), false, new CrochetInterceptor(Loop, options));

        Problem.Of(() => proxy.Here()).AssertIs("CRO017", "IService.Wher");
    }

    [TestMethod]
    public void OwnLoop_Blocking_ThrowsAndNamesTheTarget()
    {
        var proxy = Make(new Service(), false, new CrochetInterceptor(Loop));

        var exception = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => Loop.WaitFor(TestTimeouts.MustNotElapse, () => proxy.Where()));

        Assert.Contains("Service", exception.Message);
    }

    private IService Make(IService service, bool isTargetInterface, params IInterceptor[] interceptors) => isTargetInterface
        ? _generator.CreateInterfaceProxyWithTargetInterface(service, interceptors)
        : _generator.CreateInterfaceProxyWithTarget(service, interceptors);

    public interface IService
    {
        EventLoop? Here();

        [WaitFor(15)]
        EventLoop? Where();

        [RunInReactor]
        EventualResult<EventLoop?> WhereLater();

        [WaitFor(15)]
        Task<EventLoop?> WhereAsync();

        [WaitFor(15)]
        T Echo<T>(T value);

        [WaitFor(15)]
        string Take(CancellationToken cancellationToken, ref int number, out string text);

        [WaitFor(15)]
        void Fail();
    }

    public class Service : IService
    {
        public CancellationToken Token { get; private set; }

        public EventLoop? Here() => EventLoop.Current;

        public EventLoop? Where() => EventLoop.Current;

        public EventualResult<EventLoop?> WhereLater() => EventualResult.FromResult<EventLoop?>(EventLoop.Current);

        public async Task<EventLoop?> WhereAsync()
        {
            await Task.Yield();
            return EventLoop.Current;
        }

        public T Echo<T>(T value) => value;

        public string Take(CancellationToken cancellationToken, ref int number, out string text)
        {
            Token = cancellationToken;
            text = "out";
            return $"{number++}";
        }

        public void Fail() => throw new FormatException();
    }

    public interface IReturning
    {
        [RunInReactor]
        EventualResult Do();
    }

    public sealed class Returning : IReturning
    {
        public EventualResult Result { get; } = EventualResult.FromTask(Task.CompletedTask);

        public EventualResult Do() => Result;
    }

    [WaitFor(15)]
    public interface IInheriting : IInherited;

    public interface IInherited
    {
        EventLoop? Inherited();
    }

    public sealed class Inheriting : IInheriting
    {
        public EventLoop? Inherited() => EventLoop.Current;
    }

    public interface IWrong
    {
        [RunInReactor]
        int Get();

        [WaitFor(-1)]
        int Late();

        int Fine();
    }

    public sealed class Wrong : IWrong
    {
        public int Get() => 1;

        public int Late() => 1;

        public int Fine() => 1;
    }

    public interface IUnmarked
    {
        EventLoop? Get();
    }

    public sealed class Unmarked : IUnmarked
    {
        public EventLoop? Get() => EventLoop.Current;
    }

    public sealed class ServiceAndUnmarked : Service, IUnmarked
    {
        public EventLoop? Get() => EventLoop.Current;
    }

    public class MarkedClass
    {
        [WaitFor(15)]
        public virtual int Get() => 1;
    }

    public class UnmarkedClass
    {
        public virtual EventLoop? Get() => EventLoop.Current;
    }

    private sealed class Recording : IInterceptor
    {
        public List<EventLoop?> RanIn { get; } = [];

        public void Intercept(IInvocation invocation)
        {
            RanIn.Add(EventLoop.Current);
            invocation.Proceed();
        }
    }

    private sealed class Answering : IInterceptor
    {
        public void Intercept(IInvocation invocation) => invocation.ReturnValue = null;
    }

    public interface ICounting
    {
        [WaitFor(seconds: 15)]
        IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken);

        [WaitFor(seconds: 15)]
        IEnumerable<int> List(int to);
    }

    private sealed class Counting : ICounting
    {
        public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Assert.IsTrue(cancellationToken.CanBeCanceled);
            foreach (var item in List(to))
            {
                await Task.Yield();
                yield return item;
            }
        }

        public IEnumerable<int> List(int to)
        {
            for (var item = 1; item <= to; item++)
            {
                Assert.IsNotNull(EventLoop.Current);
                yield return item;
            }
        }
    }
}
