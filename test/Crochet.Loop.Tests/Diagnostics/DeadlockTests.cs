namespace Crochet.Tests;

/// <summary>Loops that wait for each other.</summary>
[TestClass]
public sealed class DeadlockTests
{
    private static readonly TimeSpan _guard = TestTimeouts.MustNotElapse;

    [TestMethod]
    public void RingOfTwo_WaitThatWouldCloseIt_ThrowsTheRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        a.WaitsFor(b);

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(() => b.TriesToWaitFor(a));

        Assert.AreSequenceEqual(["B", "A", "B"], thrown.Cycle);
        Assert.Contains("A", thrown.Message);
        Assert.Contains("B", thrown.Message);
    }

    [TestMethod]
    public void RingOfThree_WaitThatWouldCloseIt_ThrowsTheRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        using var c = new Station("C");
        a.WaitsFor(b);
        b.WaitsFor(c);

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(() => c.TriesToWaitFor(a));

        Assert.AreSequenceEqual(["C", "A", "B", "C"], thrown.Cycle);
    }

    [TestMethod]
    public void RingOfThree_ClosedInTheOtherOrder_ThrowsTheRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        using var c = new Station("C");
        c.WaitsFor(a);
        b.WaitsFor(c);

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(() => a.TriesToWaitFor(b));

        Assert.AreSequenceEqual(["A", "B", "C", "A"], thrown.Cycle);
    }

    [TestMethod]
    public void Ring_BesideALongerChain_IsOnlyTheRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        using var c = new Station("C");
        a.WaitsFor(b);
        b.WaitsFor(c);

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(() => c.TriesToWaitFor(b));

        Assert.AreSequenceEqual(["C", "B", "C"], thrown.Cycle);
    }

    [TestMethod]
    public void Ring_ClosedByAWaitFor_Throws()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        a.WaitsFor(b);

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => b.Loop.WaitFor(_guard, () => a.Loop.WaitFor(_guard, () => 1)));

        Assert.AreSequenceEqual(["B", "A", "B"], thrown.Cycle);
    }

    [TestMethod]
    public void Ring_OfNestedWaitFors_Throws()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => a.WaitFor(_guard, () => b.WaitFor(_guard, () => a.WaitFor(_guard, () => 1))));

        Assert.AreSequenceEqual(["B", "A", "B"], thrown.Cycle);
    }

    [TestMethod]
    public void Ring_ClosedByATryWait_Throws()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        a.WaitsFor(b);

        Assert.ThrowsExactly<EventLoopDeadlockException>(() => b.Loop.WaitFor(_guard, () => a.Pending.TryWait(_guard)));
    }

    [TestMethod]
    public void Ring_OfWaitsWithAShortTimeout_ThrowsDeadlockAndNotTimeout()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        a.WaitsFor(b);

        Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => b.Loop.WaitFor(_guard, () => a.Pending.Wait(TestTimeouts.MustElapse)));
    }

    [TestMethod]
    public void Ring_Refused_OtherWaitGoesOn()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        var waiting = a.WaitsFor(b);
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => b.TriesToWaitFor(a));
        Assert.IsFalse(waiting.IsCompleted);

        b.Work.SetResult(42);

        Assert.AreEqual(42, waiting.Value());
    }

    [TestMethod]
    public void NoRing_ResultOfAWaitingLoopIsThere_ReturnsIt()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        var ended = a.Loop.RunInReactor(() => 42);
        ended.UntilEnded();
        a.WaitsFor(b);

        Assert.AreEqual(42, b.Loop.WaitFor(_guard, () => ended.Value()));
    }

    [TestMethod]
    public void NoRing_Chain_Waits()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");
        using var c = TestLoop.Start("C");

        Assert.AreEqual(42, a.WaitFor(_guard, () => b.WaitFor(_guard, () => c.WaitFor(_guard, () => 42))));
    }

    [TestMethod]
    public void NoRing_TwoLoopsWaitForTheSame_BothGetIt()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        using var c = new Station("C");
        var first = a.WaitsFor(c);
        var second = b.WaitsFor(c);

        c.Work.SetResult(42);

        Assert.AreEqual(42, first.Value());
        Assert.AreEqual(42, second.Value());
    }

    [TestMethod]
    public void NoRing_CallersOutsideTheLoops_WaitForAnyOfThem()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        a.WaitsFor(b);
        var forA = Caller.Start(() => a.Pending.Value()).UntilBlocked();
        var forB = Caller.Start(() => b.Pending.Value()).UntilBlocked();

        a.Work.SetResult(1);
        b.Work.SetResult(2);

        Assert.AreEqual(2, forB.Join());
        Assert.AreEqual(1, forA.Join());
    }

    [TestMethod]
    public void NoRing_Awaits_AreFree()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");

        var value = a.WaitFor(_guard, async () => await b.RunInReactor(async () => await a.RunInReactor(() => 42)));

        Assert.AreEqual(42, value);
    }

    [TestMethod]
    public void AfterATimeout_TheOtherWay_IsNoRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        Assert.ThrowsExactly<CrochetTimeoutException>(
            () => a.Loop.WaitFor(_guard, () => b.Pending.Wait(TestTimeouts.MustElapse)));

        Assert.AreEqual(42, b.Loop.WaitFor(_guard, () => a.Loop.WaitFor(_guard, () => 42)));
    }

    [TestMethod]
    public void AfterAWaitEndedByItsToken_TheOtherWay_IsNoRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        using var impatience = new CancellationTokenSource();
        var waiting = a.Loop.RunInReactor(() => b.Pending.Wait(_guard, impatience.Token));
        a.UntilBlocked();

        impatience.Cancel();

        Assert.Throws<OperationCanceledException>(() => waiting.Value());
        Assert.AreEqual(42, b.Loop.WaitFor(_guard, () => a.Loop.WaitFor(_guard, () => 42)));
    }

    [TestMethod]
    public void AfterAFailedWait_TheOtherWay_IsNoRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        var waiting = a.WaitsFor(b);
        b.Work.SetException(new DivideByZeroException());
        Assert.ThrowsExactly<DivideByZeroException>(() => waiting.Value());

        Assert.AreEqual(42, b.Loop.WaitFor(_guard, () => a.Loop.WaitFor(_guard, () => 42)));
    }

    [TestMethod]
    public void AfterARing_EitherWay_IsNoRing()
    {
        using var a = new Station("A");
        using var b = new Station("B");
        var waiting = a.WaitsFor(b);
        Assert.ThrowsExactly<EventLoopDeadlockException>(() => b.TriesToWaitFor(a));
        b.Work.SetResult(1);
        waiting.Value();

        Assert.AreEqual(42, a.Loop.WaitFor(_guard, () => b.Loop.WaitFor(_guard, () => 42)));
        Assert.AreEqual(42, b.Loop.WaitFor(_guard, () => a.Loop.WaitFor(_guard, () => 42)));
    }

    [TestMethod]
    public void Turns_WaitingInBothDirections_OneAfterTheOther_NeverAlarm()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");

        for (var round = 0; round < 500; round++)
        {
            Assert.AreEqual(1, a.WaitFor(_guard, () => b.WaitFor(_guard, () => 1)));
            Assert.AreEqual(2, b.WaitFor(_guard, () => a.WaitFor(_guard, () => 2)));
        }
    }

    [TestMethod]
    public void TwoLoops_ThatBeginToWaitInTheSameInstant_AtLeastOneThrows()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");

        BeginToWaitTogether(rounds: 2000, a, b);
    }

    [TestMethod]
    public void ThreeLoops_ThatBeginToWaitInTheSameInstant_AtLeastOneThrows()
    {
        using var a = TestLoop.Start("A");
        using var b = TestLoop.Start("B");
        using var c = TestLoop.Start("C");

        BeginToWaitTogether(rounds: 500, a, b, c);
    }

    [TestMethod]
    public void LoopsOfOneName_AreToldApart()
    {
        using var a = TestLoop.Start("same");
        using var b = TestLoop.Start("same");

        Assert.AreEqual(42, a.WaitFor(_guard, () => b.WaitFor(_guard, () => 42)));
    }

    [TestMethod]
    public void OwnThread_ErrorIsAnInvalidOperationThatNamesTheWayOut()
    {
        using var loop = TestLoop.Start("Kitchen");

        var thrown = Assert.ThrowsExactly<EventLoopDeadlockException>(
            () => loop.WaitFor(_guard, () => loop.RunInReactor(() => 1).Value()));

        Assert.IsInstanceOfType<InvalidOperationException>(thrown);
        Assert.Contains("await", thrown.Message);
        Assert.AreSequenceEqual(["Kitchen", "Kitchen"], thrown.Cycle);
    }

    /// <summary>
    /// Each loop waits for a call that is queued in the next one behind the turn that waits there: a ring, unless one throws.
    /// Afterwards each may wait for the next again.
    /// </summary>
    private static void BeginToWaitTogether(int rounds, params EventLoop[] loops)
    {
        var random = new Random(20300101);
        using var together = new Barrier(loops.Length + 1);
        for (var round = 0; round < rounds; round++)
        {
            var targets = new EventualResult<int>[loops.Length];
            var waits = new EventualResult<int>[loops.Length];
            for (var index = 0; index < loops.Length; index++)
            {
                var next = (index + 1) % loops.Length;
                var delay = random.Next(50);
                waits[index] = loops[index].RunInReactor(() =>
                {
                    together.SignalAndWait(_guard);
                    Thread.SpinWait(delay);
                    return targets[next].Wait(_guard);
                });
                targets[index] = loops[index].RunInReactor(() => 42);
            }
            together.SignalAndWait(_guard);

            var refused = waits.Count(wait => IsRefused(wait, loops));

            Assert.IsGreaterThanOrEqualTo(1, refused);
            for (var index = 0; index < loops.Length; index++)
            {
                var next = loops[(index + 1) % loops.Length];
                Assert.AreEqual(round, loops[index].WaitFor(_guard, () => next.WaitFor(_guard, () => round)));
            }
        }
    }

    private static bool IsRefused(EventualResult<int> wait, EventLoop[] loops)
    {
        try
        {
            Assert.AreEqual(42, wait.Value());
            return false;
        }
        catch (EventLoopDeadlockException exception)
        {
            Assert.HasCount(loops.Length + 1, exception.Cycle);
            Assert.AreEqual(exception.Cycle[0], exception.Cycle[^1]);
            return true;
        }
    }

    /// <summary>A loop with a call in it that ends when the test says so, and whose thread the test can see waiting.</summary>
    private sealed class Station : IDisposable
    {
        private readonly Thread _thread;

        public Station(string name)
        {
            Loop = TestLoop.Start(name);
            Pending = Loop.RunInReactor(() => Work.Task);
            _thread = Loop.WaitFor(_guard, () => Thread.CurrentThread);
        }

        public EventLoop Loop { get; }

        public TaskCompletionSource<int> Work { get; } = new();

        public EventualResult<int> Pending { get; }

        public EventualResult<int> WaitsFor(Station other)
        {
            var isWaiting = new Gate();
            var waiting = Loop.RunInReactor(() =>
            {
                isWaiting.Open();
                return other.Pending.Wait(_guard);
            });
            isWaiting.Pass();
            UntilBlocked();
            return waiting;
        }

        public int TriesToWaitFor(Station other) => Loop.WaitFor(_guard, () => other.Pending.Wait(_guard));

        public void UntilBlocked() => Wait.Until(() => (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0);

        public void Dispose()
        {
            Work.TrySetResult(0);
            Loop.Dispose();
        }
    }
}
