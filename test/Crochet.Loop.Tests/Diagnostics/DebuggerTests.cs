using System.Diagnostics;
using System.Reflection;
using Crochet.Calls;

namespace Crochet.Tests;

/// <summary>What a debugger shows, and what waits for it.</summary>
[TestClass]
public sealed class DebuggerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Gate _asked = new();
    private volatile bool _isAttached = true;

    [TestMethod]
    public void Wait_TimesOutWhileADebuggerIsAttached_WaitsUntilItIsDetached()
    {
        using var loop = TestLoop.Start(Options());
        var result = loop.RunInReactor(NeverEnds);
        var caller = Caller.Start(() => result.Wait(TestTimeouts.MustElapse));
        _asked.Pass();
        Assert.IsFalse(caller.HasReturned);

        _isAttached = false;

        Assert.ThrowsExactly<CrochetTimeoutException>(() => caller.Join());
    }

    [TestMethod]
    public void Await_TimesOutWhileADebuggerIsAttached_WaitsUntilItIsDetached()
    {
        using var loop = TestLoop.Start(Options());
        var task = loop.Calls.QueueAwaited(TaskInvoker.Instance, (Func<Task>)NeverEnds, TimeSpan.FromSeconds(1));
        loop.CatchUp();
        _time.Advance(TimeSpan.FromSeconds(5));
        _asked.Pass();
        // Past whoever asked: the next time to ask is set by then, and does not count from what comes now.
        loop.CatchUp();
        Assert.IsFalse(task.IsCompleted);

        _isAttached = false;
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.ThrowsExactly<CrochetTimeoutException>(() => task.WaitAsync(TestTimeouts.MustNotElapse).GetAwaiter().GetResult());
    }

    [TestMethod]
    public void Wait_OfZeroWhileADebuggerIsAttached_TimesOutAtOnce()
    {
        using var loop = TestLoop.Start(Options());
        var result = loop.RunInReactor(NeverEnds);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TimeSpan.Zero));
    }

    [TestMethod]
    public void Wait_OptionOff_TimesOutThoughADebuggerIsAttached()
    {
        var options = Options();
        options.TimeoutsWaitForDebugger = false;
        using var loop = TestLoop.Start(options);
        var result = loop.RunInReactor(NeverEnds);

        Assert.ThrowsExactly<CrochetTimeoutException>(() => result.Wait(TestTimeouts.MustElapse));
        Assert.IsFalse(_asked.IsOpen);
    }

    [TestMethod]
    public void View_OfALoop_ShowsWhatItDoes()
    {
        using var loop = TestLoop.Start("Kitchen");
        var pending = loop.RunInReactor(NeverEnds);
        loop.CatchUp();
        var release = loop.Hold();

        var view = ViewOf(loop);

        Assert.AreEqual("Kitchen", view["Name"]);
        Assert.AreEqual(EventLoopState.Running, view["State"]);
        Assert.IsInstanceOfType<CallSnapshot>(view["Running"]);
        Assert.AreEqual("DebuggerTests.NeverEnds", ((IReadOnlyList<CallSnapshot>)view["Pending"]!).Single().Call);
        release.Open();
        GC.KeepAlive(pending);
    }

    [TestMethod]
    public void View_OfAResult_ShowsCallStatusAndValue()
    {
        using var loop = TestLoop.Start();
        var ended = loop.RunInReactor(() => 42);
        ended.UntilEnded();
        var failed = EventualResult.FromException(new DivideByZeroException("no eggs"));
        var pending = loop.RunInReactor(NeverEnds);
        loop.CatchUp();

        Assert.AreEqual(("succeeded", 42), (ViewOf(ended)["Status"], ViewOf(ended)["Value"]));
        Assert.AreEqual("failed: no eggs", ViewOf(failed)["Status"]);
        Assert.AreEqual("DebuggerTests.NeverEnds", ViewOf(pending)["Call"]);
        Assert.AreEqual(CallPhase.Awaiting, ((CallSnapshot)ViewOf(pending)["Progress"]!).Phase);
    }

    [TestMethod]
    public void View_OfAStash_ListsItsResults()
    {
        using var loop = TestLoop.Start();
        var id = loop.Stash.Store(EventualResult.FromResult(42));

        var results = (Array)ViewOf(loop.Stash)["Results"]!;

        Assert.Contains(id.ToString(), results.GetValue(0)!.ToString()!);
    }

    private EventLoopOptions Options() => new()
    {
        TimeProvider = _time,
        IsDebuggerAttached = () =>
        {
            _asked.Open();
            return _isAttached;
        },
    };

    // As a debugger makes it: the proxy type's constructor takes the object.
    private static Dictionary<string, object?> ViewOf(object value)
    {
        var proxy = value.GetType().GetCustomAttribute<DebuggerTypeProxyAttribute>(inherit: true)!;
        var view = Activator.CreateInstance(Type.GetType(proxy.ProxyTypeName)!,
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, null, [value], null)!;
        return view.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(view));
    }

    private static Task NeverEnds() => new TaskCompletionSource().Task;
}
