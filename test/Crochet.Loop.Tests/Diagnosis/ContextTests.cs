using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests;

/// <summary>What is the caller's is there in the loop, and nothing flows back.</summary>
[TestClass]
public sealed class ContextTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [TestInitialize]
    public void Forget() => Local.Value = null;

    [TestMethod]
    public void AsyncLocal_OfTheCaller_IsThereInEveryKindOfCall()
    {
        using var loop = TestLoop.Start();
        Local.Value = "caller";
        var posted = new TaskCompletionSource<string?>();
        var late = new TaskCompletionSource<string?>();
        var every = new TaskCompletionSource<string?>();
        var untyped = new List<string?>();

        loop.Post(() => posted.SetResult(Local.Value));
        using var timer = loop.CallLater(TimeSpan.Zero, () => late.SetResult(Local.Value));
        using var periodic = loop.CallEvery(TimeSpan.FromHours(1), () =>
        {
            every.SetResult(Local.Value);
            return Task.CompletedTask;
        });
        loop.RunInReactor(() => untyped.Add(Local.Value)).UntilEnded();
        loop.RunInReactor(() =>
        {
            untyped.Add(Local.Value);
            return Task.CompletedTask;
        }).UntilEnded();

        Assert.AreEqual("caller", loop.RunInReactor(() => Local.Value).Value());
        Assert.AreEqual("caller", loop.RunInReactor(() => Task.FromResult(Local.Value)).Value());
        Assert.AreEqual("caller", loop.RunInReactor(token => Task.FromResult(Local.Value)).Value());
        Assert.AreEqual("caller", loop.WaitFor(TestTimeouts.MustNotElapse, () => Local.Value));
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
        Local.Value = "caller";

        var seen = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            await Task.Run(() => { });
            return Local.Value;
        });

        Assert.AreEqual("caller", seen);
    }

    [TestMethod]
    public void AsyncLocal_ChangedByTheCallerAfterTheCall_IsAsItWasAtTheCall()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        Local.Value = "at the call";
        var result = loop.RunInReactor(() => Local.Value);

        Local.Value = "later";
        release.Open();

        Assert.AreEqual("at the call", result.Value());
    }

    [TestMethod]
    public void AsyncLocal_OfEachCaller_IsItsOwn()
    {
        using var loop = TestLoop.Start();

        var callers = Caller.StartTogether(8, caller =>
        {
            Local.Value = $"caller {caller}";
            for (var call = 0; call < 100; call++)
                Assert.AreEqual($"caller {caller}", loop.WaitFor(TestTimeouts.MustNotElapse, () => Local.Value));
            return true;
        });

        foreach (var caller in callers)
            caller.Join();
    }

    [TestMethod]
    public void AsyncLocal_ChangedInTheCall_DoesNotFlowBack()
    {
        using var loop = TestLoop.Start();
        Local.Value = "caller";

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { Local.Value = "call"; });
        loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            Local.Value = "call";
            await Task.Yield();
            Local.Value = "call";
        });

        Assert.AreEqual("caller", Local.Value);
    }

    [TestMethod]
    public async Task AsyncLocal_ChangedInTheCall_DoesNotFlowBackThroughAnAwait()
    {
        using var loop = TestLoop.Start();
        Local.Value = "caller";

        await loop.RunInReactor(() => { Local.Value = "call"; });

        Assert.AreEqual("caller", Local.Value);
    }

    [TestMethod]
    public void AsyncLocal_ChangedInACall_IsNotThereInTheNext()
    {
        using var loop = TestLoop.Start();

        loop.WaitFor(TestTimeouts.MustNotElapse, () => { Local.Value = "first"; });
        loop.Post(() => Local.Value = "posted");

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => Local.Value));
    }

    [TestMethod]
    public void AsyncLocal_ChangedInACallThatThrows_IsNotThereInTheNext()
    {
        using var loop = TestLoop.Start();
        loop.RunInReactor(() =>
        {
            Local.Value = "first";
            if (Local.Value is not null)
                throw new InvalidOperationException();
        }).UntilCompleted();

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => Local.Value));
    }

    [TestMethod]
    public void AsyncLocal_OfWhoStartsTheLoop_IsNotThereInOthersCalls()
    {
        Local.Value = "starter";
        using var loop = TestLoop.Start();
        Local.Value = null;

        Assert.IsNull(loop.WaitFor(TestTimeouts.MustNotElapse, () => Local.Value));
        using (ExecutionContext.SuppressFlow())
            Assert.IsNull(loop.RunInReactor(() => Local.Value).Value());
    }

    [TestMethod]
    public void AsyncLocal_FlowSuppressed_CallRunsWithoutIt()
    {
        using var loop = TestLoop.Start();
        Local.Value = "caller";

        using (ExecutionContext.SuppressFlow())
            Assert.IsNull(loop.RunInReactor(() => Local.Value).Value());
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
