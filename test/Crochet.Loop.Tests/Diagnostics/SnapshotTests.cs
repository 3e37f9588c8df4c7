using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Crochet.Tests;

/// <summary>What a loop says of itself at one moment.</summary>
[TestClass]
public sealed class SnapshotTests
{
    private static readonly TimeSpan _oneSecond = TimeSpan.FromSeconds(1);

    [TestMethod]
    public void Snapshot_OfALoopNotStarted_ListsWhatIsQueued()
    {
        using var loop = new EventLoop(new EventLoopOptions { Name = "Kitchen" });
        loop.Post(() => { });
        loop.RunInReactor(() => { });

        var snapshot = loop.GetSnapshot();

        Assert.AreEqual("Kitchen", snapshot.Name);
        Assert.AreEqual(EventLoopState.Created, snapshot.State);
        Assert.AreEqual(2, snapshot.QueuedCount);
        Assert.IsNull(snapshot.Running);
        Assert.IsEmpty(snapshot.Pending);
    }

    [TestMethod]
    public void Snapshot_OfAnIdleLoop_IsEmpty()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        loop.CatchUp();
        time.Advance(_oneSecond);

        Wait.Until(() => loop.GetSnapshot().Running is null);
        var snapshot = loop.GetSnapshot();

        Assert.AreEqual(EventLoopState.Running, snapshot.State);
        Assert.AreEqual(time.GetUtcNow(), snapshot.TakenAt);
        Assert.AreEqual(0, snapshot.QueuedCount);
        Assert.IsEmpty(snapshot.Pending);
    }

    [TestMethod]
    public void Running_ACallHoldsTheLoop_IsItWithItsTimes()
    {
        var time = new FakeTimeProvider();
        using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
        var isRunning = new Gate();
        var release = new Gate();
        loop.RunInReactor(HoldsTheLoop);
        time.Advance(2 * _oneSecond);
        loop.Start();
        isRunning.Pass();
        time.Advance(3 * _oneSecond);

        var running = loop.GetSnapshot().Running!;

        Assert.Contains(nameof(HoldsTheLoop), running.Call);
        Assert.AreEqual(CallPhase.Running, running.Phase);
        Assert.AreEqual(2 * _oneSecond, running.Queued);
        Assert.AreEqual(3 * _oneSecond, running.Running);
        Assert.AreEqual(TimeSpan.Zero, running.Awaiting);
        Assert.IsFalse(running.IsAbandoned);
        release.Open();
        void HoldsTheLoop()
        {
            isRunning.Open();
            release.Pass();
        }
    }

    [TestMethod]
    public void Running_ACallbackHoldsTheLoop_IsItWithItsTimes()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var isRunning = new Gate();
        var release = new Gate();
        loop.Post(HoldsTheLoop);
        isRunning.Pass();
        time.Advance(3 * _oneSecond);

        var running = loop.GetSnapshot().Running!;

        Assert.Contains(nameof(HoldsTheLoop), running.Call);
        Assert.AreEqual(CallPhase.Running, running.Phase);
        Assert.AreEqual(3 * _oneSecond, running.Running);
        release.Open();
        void HoldsTheLoop()
        {
            isRunning.Open();
            release.Pass();
        }
    }

    [TestMethod]
    public void Running_SeenFromItsOwnTurn_IsThatTurn()
    {
        using var loop = TestLoop.Start();

        var running = loop.WaitFor(TestTimeouts.MustNotElapse, LooksAtItself).Running;

        Assert.Contains(nameof(LooksAtItself), running?.Call!);
        LoopSnapshot LooksAtItself() => loop.GetSnapshot();
    }

    [TestMethod]
    public void Running_TurnResumedAfterAnAwait_IsTheCallOrItsContinuation()
    {
        using var loop = TestLoop.Start();

        var running = loop.WaitFor(TestTimeouts.MustNotElapse, async () =>
        {
            await Task.Yield();
            return loop.GetSnapshot().Running;
        });

        Assert.AreEqual(CallPhase.Running, running?.Phase);
    }

    [TestMethod]
    public void QueuedCount_CallsAndCallbacksBehindTheRunning_IsAllOfThem()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        for (var call = 0; call < 5; call++)
        {
            loop.Post(() => { });
            loop.RunInReactor(() => { });
        }

        Assert.AreEqual(10, loop.GetSnapshot().QueuedCount);

        release.Open();
        loop.CatchUp();
        Wait.Until(() => loop.GetSnapshot().QueuedCount == 0);
    }

    [TestMethod]
    public void QueuedCount_CallWithdrawn_IsWithoutItOnceTheLoopHasPassedIt()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();
        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TimeSpan.Zero, () => { }));

        release.Open();
        loop.CatchUp();

        Assert.AreEqual(0, loop.GetSnapshot().QueuedCount);
    }

    [TestMethod]
    public void Pending_CallsThatAwait_AreThereWithTheirTimesOldestFirst()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var first = loop.RunInReactor(First);
        loop.CatchUp();
        time.Advance(2 * _oneSecond);
        var second = loop.RunInReactor(Second);
        loop.CatchUp();
        time.Advance(3 * _oneSecond);

        var pending = loop.GetSnapshot().Pending;

        Assert.HasCount(2, pending);
        Assert.Contains(nameof(First), pending[0].Call);
        Assert.Contains(nameof(Second), pending[1].Call);
        Assert.AreEqual(CallPhase.Awaiting, pending[0].Phase);
        Assert.AreEqual(5 * _oneSecond, pending[0].Awaiting);
        Assert.AreEqual(3 * _oneSecond, pending[1].Awaiting);
        Assert.AreEqual(TimeSpan.Zero, pending[0].Queued);
        Assert.AreEqual(TimeSpan.Zero, pending[0].Running);
        Assert.IsFalse(pending[0].IsAbandoned);
        GC.KeepAlive((first, second));
        static Task First() => Never();
        static Task Second() => Never();
    }

    [TestMethod]
    public void Pending_CallThatAwaitsForMonths_ShowsAllOfThem()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var listener = loop.RunInReactor(Never);
        loop.CatchUp();
        time.Advance(TimeSpan.FromDays(100));

        var pending = loop.GetSnapshot().Pending.Single();

        Assert.AreEqual(TimeSpan.FromDays(100), pending.Awaiting);
        Assert.AreEqual(TimeSpan.Zero, pending.Running);
        GC.KeepAlive(listener);
    }

    [TestMethod]
    public void Pending_CallEnds_IsGone()
    {
        using var loop = TestLoop.Start();
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(() => work.Task);
        loop.CatchUp();
        Assert.HasCount(1, loop.GetSnapshot().Pending);

        work.SetResult();
        result.UntilEnded();
        loop.CatchUp();

        Assert.IsEmpty(loop.GetSnapshot().Pending);
    }

    [TestMethod]
    public void Pending_CallsThatEndAtOnce_AreNeverThere()
    {
        using var loop = TestLoop.Start();

        for (var call = 0; call < 100; call++)
            loop.RunInReactor(() => Task.CompletedTask).UntilEnded();
        loop.CatchUp();

        Assert.IsEmpty(loop.GetSnapshot().Pending);
    }

    [TestMethod]
    public void Pending_CancelledCallThatTakesNoNotice_IsAbandonedUntilItsEnd()
    {
        var time = new FakeTimeProvider();
        using var loop = TestLoop.Start(time);
        var work = new TaskCompletionSource();
        var result = loop.RunInReactor(TakesNoNotice);
        loop.CatchUp();
        result.Cancel();
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        time.Advance(7 * _oneSecond);

        var abandoned = loop.GetSnapshot().Pending.Single();

        Assert.Contains(nameof(TakesNoNotice), abandoned.Call);
        Assert.IsTrue(abandoned.IsAbandoned);
        Assert.AreEqual(CallPhase.Awaiting, abandoned.Phase);
        Assert.AreEqual(7 * _oneSecond, abandoned.Awaiting);
        work.SetResult();
        Wait.Until(() => loop.GetSnapshot().Pending.Count == 0);
        Task TakesNoNotice() => work.Task;
    }

    [TestMethod]
    public void Pending_TimedOutCallThatTakesNoNotice_IsAbandoned()
    {
        using var loop = TestLoop.Start();
        Assert.ThrowsExactly<CrochetTimeoutException>(() => loop.WaitFor(TestTimeouts.MustElapse, Never));
        loop.CatchUp();

        Wait.Until(() => loop.GetSnapshot().Pending is [{ IsAbandoned: true }]);
    }

    [TestMethod]
    public void Pending_CancelledCallThatTakesNotice_IsGone()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        loop.CatchUp();

        result.Cancel();
        Assert.Throws<OperationCanceledException>(result.UntilEnded);
        loop.CatchUp();

        Assert.IsEmpty(loop.GetSnapshot().Pending);
    }

    [TestMethod]
    public void State_DuringADrainAndAfterTheStop_IsTold()
    {
        using var loop = TestLoop.Start(new FakeTimeProvider());
        var work = new TaskCompletionSource();
        loop.RunInReactor(() => work.Task);
        loop.CatchUp();

        _ = loop.StopAsync(TimeSpan.FromMinutes(1));
        Assert.AreEqual(EventLoopState.Stopping, loop.GetSnapshot().State);
        work.SetResult();
        loop.UntilStopped();

        Assert.AreEqual(EventLoopState.Stopped, loop.GetSnapshot().State);
    }

    [TestMethod]
    public void Snapshot_LoopIsHeld_ComesAllTheSame()
    {
        using var loop = TestLoop.Start();
        var release = loop.Hold();

        var snapshots = Caller.StartTogether(4, _ => loop.GetSnapshot()).Select(caller => caller.Join());

        foreach (var snapshot in snapshots)
            Assert.IsNotNull(snapshot.Running);
        release.Open();
    }

    [TestMethod]
    public void Snapshot_WhileCallsComeAndGo_IsNeverTorn()
    {
        using var loop = TestLoop.Start();
        using var enough = new CancellationTokenSource();
        var callers = Caller.StartTogether(2, _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                loop.WaitFor(TestTimeouts.MustNotElapse, async () => await Task.Yield());
                loop.WaitFor(TestTimeouts.MustNotElapse, () => { });
            }
            return true;
        });

        for (var look = 0; look < 2000; look++)
        {
            var snapshot = loop.GetSnapshot();
            Assert.IsGreaterThanOrEqualTo(0, snapshot.QueuedCount);
            foreach (var call in snapshot.Pending)
            {
                Assert.IsNotNull(call.Call);
                Assert.IsGreaterThanOrEqualTo(TimeSpan.Zero, call.Queued);
                Assert.IsGreaterThanOrEqualTo(TimeSpan.Zero, call.Running);
                Assert.IsGreaterThanOrEqualTo(TimeSpan.Zero, call.Awaiting);
            }
        }
        enough.Cancel();

        foreach (var caller in callers)
            caller.Join();
    }

    [TestMethod]
    public void Snapshot_Held_KeepsNoResultAlive()
    {
        using var loop = TestLoop.Start();
        var (dropped, snapshot) = DropAndLook(loop);
        loop.CatchUp();

        Wait.UntilCollected(() => !dropped.IsAlive);

        Assert.HasCount(1, snapshot.Pending);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference, LoopSnapshot) DropAndLook(EventLoop loop)
        {
            var result = loop.RunInReactor(Never);
            loop.CatchUp();
            return (new(result), loop.GetSnapshot());
        }
    }

    [TestMethod]
    public void ToString_OfASnapshot_NamesLoopAndCalls()
    {
        var text = Example().ToString();

        Assert.Contains("Kitchen", text);
        Assert.Contains("IOven.Bake", text);
        Assert.Contains("IOven.Heat", text);
        Assert.Contains("12", text);
    }

    [TestMethod]
    public void ToString_OfAnEmptySnapshot_NamesTheLoop()
    {
        using var loop = new EventLoop(new EventLoopOptions { Name = "Kitchen" });

        Assert.Contains("Kitchen", loop.GetSnapshot().ToString());
    }

    [TestMethod]
    public void ToJson_OfASnapshot_ParsesAndHasItAll()
    {
        using var json = JsonDocument.Parse(Example().ToJson());

        var text = json.RootElement.GetRawText();
        Assert.AreEqual(JsonValueKind.Object, json.RootElement.ValueKind);
        Assert.Contains("Kitchen", text);
        Assert.Contains("IOven.Bake", text);
        Assert.Contains("IOven.Heat", text);
        Assert.Contains("12", text);
        Assert.Contains("Awaiting", text, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public void ToJson_OfALiveSnapshot_Parses()
    {
        using var loop = TestLoop.Start();
        var result = loop.RunInReactor(Never);
        loop.CatchUp();

        using var json = JsonDocument.Parse(loop.GetSnapshot().ToJson());

        Assert.AreEqual(JsonValueKind.Object, json.RootElement.ValueKind);
        GC.KeepAlive(result);
    }

    [TestMethod]
    public void ToJson_NamesThatNeedEscaping_Parses()
    {
        var snapshot = Example() with { Name = "a \"quoted\"\n\\ name <ä>" };

        using var json = JsonDocument.Parse(snapshot.ToJson());

        var name = json.RootElement.EnumerateObject()
            .Single(property => string.Equals(property.Name, "name", StringComparison.OrdinalIgnoreCase)).Value.GetString();
        Assert.AreEqual("a \"quoted\"\n\\ name <ä>", name);
    }

    [TestMethod]
    public void ToJson_SameSnapshot_IsTheSameText() => Assert.AreEqual(Example().ToJson(), Example().ToJson());

    private static LoopSnapshot Example() => new()
    {
        Name = "Kitchen",
        State = EventLoopState.Running,
        TakenAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Running = new CallSnapshot { Call = "IOven.Bake", Phase = CallPhase.Running, Queued = _oneSecond, Running = 5 * _oneSecond },
        QueuedCount = 12,
        PendingCount = 1,
        Pending =
        [
            new CallSnapshot
            {
                Call = "IOven.Heat",
                Phase = CallPhase.Awaiting,
                Queued = _oneSecond,
                Running = _oneSecond,
                Awaiting = 60 * _oneSecond,
                IsAbandoned = true,
            },
        ],
    };

    private static Task Never() => new TaskCompletionSource().Task;
}
