using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>What is the caller's is there in the loop, and nothing flows back.</summary>
[TestClass]
public sealed class ContextTests
{
    private static readonly AsyncLocal<string?> _local = new();

    [TestInitialize]
    public void Forget() => _local.Value = null;

    [TestMethod]
    public void AsyncLocal_OfTheCaller_IsThereInEveryKindOfCall()
    {
        using var loop = TestLoop.Start();
        _local.Value = "caller";
        var posted = new TaskCompletionSource<string?>();
        var late = new TaskCompletionSource<string?>();
        var every = new TaskCompletionSource<string?>();
        var untyped = new List<string?>();

        loop.Post(() => posted.SetResult(_local.Value));
        using var timer = loop.CallLater(TimeSpan.Zero, () => late.SetResult(_local.Value));
        using var periodic = loop.CallEvery(TimeSpan.FromHours(1), () =>
        {
            every.SetResult(_local.Value);
            return Task.CompletedTask;
        });
        loop.RunInReactor(() => untyped.Add(_local.Value)).UntilEnded();
        loop.RunInReactor(() =>
        {
            untyped.Add(_local.Value);
            return Task.CompletedTask;
        }).UntilEnded();

        Assert.AreEqual("caller", loop.RunInReactor(() => _local.Value).Value());
        Assert.AreEqual("caller", loop.RunInReactor(() => Task.FromResult(_local.Value)).Value());
        Assert.AreEqual("caller", loop.RunInReactor(token => Task.FromResult(_local.Value)).Value());
        Assert.AreEqual("caller", loop.WaitFor(TestTimeouts.MustNotElapse, () => _local.Value));
        Assert.AreSequenceEqual(["caller", "caller"], untyped);
        foreach (var seen in new[] { posted, late, every })
        {
            Assert.IsTrue(seen.Task.Wait(TestTimeouts.MustNotElapse));
            Assert.AreEqual("caller", seen.Task.Result);
        }
    }

    [TestMethod]
    public void AsyncLocal_OfTheCaller_IsThereAfterAwaits()
    {
        using var loop = TestLoop.Start();
        _local.Value = "caller";

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            await Task.Run(() => { });
            return _local.Value;
        });

        Assert.AreEqual("caller", seen);
    }

    [TestMethod]
    public void AsyncLocal_ChangedByTheCallerAfterTheCall_IsAsItWasAtTheCall()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        _local.Value = "at the call";
        var result = loop.RunInReactor(() => _local.Value);

        _local.Value = "later";
        release.Open();

        Assert.AreEqual("at the call", result.Value());
    }

    [TestMethod]
    public void AsyncLocal_OfEachCaller_IsItsOwn()
    {
        using var loop = TestLoop.Start();

        var callers = Caller.StartTogether(8, caller =>
        {
            _local.Value = $"caller {caller}";
            for (var call = 0; call < 100; call++)
                Assert.AreEqual($"caller {caller}", loop.WaitFor(TestTimeouts.MustNotElapse, () => _local.Value));
            return true;
        });

        foreach (var caller in callers)
            caller.Join();
    }

    [TestMethod]
    public void AsyncLocal_ChangedInTheCall_DoesNotFlowBack()
    {
        using var loop = TestLoop.Start();
        _local.Value = "caller";

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { _local.Value = "call"; });
        loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            _local.Value = "call";
            await Task.Yield();
            _local.Value = "call";
        });

        Assert.AreEqual("caller", _local.Value);
    }

    [TestMethod]
    public async Task AsyncLocal_ChangedInTheCall_DoesNotFlowBackThroughAnAwait()
    {
        using var loop = TestLoop.Start();
        _local.Value = "caller";

        await loop.RunInReactor(() => { _local.Value = "call"; });

        Assert.AreEqual("caller", _local.Value);
    }

    [TestMethod]
    public void AsyncLocal_ChangedInACall_IsNotThereInTheNext()
    {
        using var loop = TestLoop.Start();

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { _local.Value = "first"; });
        loop.Post(() => _local.Value = "posted");

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => _local.Value));
    }

    [TestMethod]
    public void AsyncLocal_ChangedInACallThatThrows_IsNotThereInTheNext()
    {
        using var loop = TestLoop.Start();
        loop.RunInReactor(() =>
        {
            _local.Value = "first";
            if (_local.Value is not null)
                throw new InvalidOperationException();
        }).UntilCompleted();

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => _local.Value));
    }

    [TestMethod]
    public void AsyncLocal_OfWhoStartsTheLoop_IsNotThereInOthersCalls()
    {
        _local.Value = "starter";
        using var loop = TestLoop.Start();
        _local.Value = null;

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => _local.Value));
        using (ExecutionContext.SuppressFlow())
            Assert.IsNull(loop.RunInReactor(() => _local.Value).Value());
    }

    [TestMethod]
    public void AsyncLocal_FlowSuppressed_CallRunsWithoutIt()
    {
        using var loop = TestLoop.Start();
        _local.Value = "caller";

        using (ExecutionContext.SuppressFlow())
            Assert.IsNull(loop.RunInReactor(() => _local.Value).Value());
    }

    [TestMethod]
    public void SynchronizationContext_OfTheCaller_IsUntouched()
    {
        using var loop = TestLoop.Start();
        var before = SynchronizationContext.Current;

        loop.CatchUp();

        Assert.AreSame(before, SynchronizationContext.Current);
    }

    [TestMethod]
    public void SynchronizationContext_ReplacedInACall_IsTheLoopsInTheNext()
    {
        using var loop = TestLoop.Start();

        loop.WaitFor(TestTimeouts.MustNotElapse, () => SynchronizationContext.SetSynchronizationContext(null));

        Assert.AreEqual(
            loop.SynchronizationContext, loop.WaitFor(TestTimeouts.MustNotElapse, () => SynchronizationContext.Current));
    }

    [TestMethod]
    public void Culture_OfTheCaller_IsThere()
    {
        using var loop = TestLoop.Start();
        var caller = Caller.Start(() =>
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-FR");
            return loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
            {
                await Task.Yield();
                return (CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name);
            });
        });

        Assert.AreEqual(("de-DE", "fr-FR"), caller.Join());
    }

    [TestMethod]
    public void Culture_ChangedInACall_DoesNotFlowBackNorToTheNext()
    {
        using var loop = TestLoop.Start();
        var before = CultureInfo.CurrentCulture;

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR"); });

        Assert.AreEqual(before, CultureInfo.CurrentCulture);
        Assert.AreEqual(before, loop.WaitFor(TestTimeouts.MustNotElapse, () => CultureInfo.CurrentCulture));
    }

    [TestMethod]
    public void Activity_OfTheCaller_IsThereAndUnchangedAfterwards()
    {
        using var loop = TestLoop.Start();
        using var activity = new Activity("caller").Start();

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            return Activity.Current?.TraceId;
        });

        Assert.AreEqual(activity.TraceId, seen);
        Assert.AreSame(activity, Activity.Current);
    }

    [TestMethod]
    public void Activity_StartedInACall_DoesNotFlowBackNorToTheNext()
    {
        using var loop = TestLoop.Start();

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { new Activity("call").Start(); });

        Assert.IsNull(Activity.Current);
        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => Activity.Current));
    }

    [TestMethod]
    public void LogScope_OfTheCaller_IsThereInTheCall()
    {
        using var logs = new RecordingLoggerFactory();
        var logger = logs.CreateLogger("test");
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });

        using (logger.BeginScope("request 7"))
            loop.WaitFor(TestTimeouts.MustNotElapse, () => logger.Log(LogLevel.Information, "in the call"));

        var entry = logs.Next(entry => entry.Message == "in the call");
        Assert.Contains("request 7", entry.Scopes);
    }

    [TestMethod]
    public void LogScope_OpenedInACall_IsNotThereInTheNext()
    {
        using var logs = new RecordingLoggerFactory();
        var logger = logs.CreateLogger("test");
        using var loop = TestLoop.Start(new EventLoopOptions { LoggerFactory = logs });

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { logger.BeginScope("left open"); });
        loop.WaitFor(TestTimeouts.MustNotElapse, () => logger.Log(LogLevel.Information, "next"));

        Assert.IsEmpty(logs.Next(entry => entry.Message == "next").Scopes);
    }
}
