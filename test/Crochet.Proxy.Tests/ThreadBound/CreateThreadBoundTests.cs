using System.Diagnostics;

namespace Crochet.Tests.ThreadBound;

[TestClass]
public sealed class CreateThreadBoundTests : LoopTest
{
    private readonly List<string> _log = [];
    private int _made;

    [TestMethod]
    public void Create_BeforeTheFirstCall_MakesNothing()
    {
        Make();

        Assert.AreEqual(0, _made);
    }

    [TestMethod]
    public void Calls_OfEveryShape_RunOnOneInstanceInTheLoop()
    {
        var engine = Make();

        Assert.AreEqual(1, engine.Next());
        Assert.AreEqual(2, engine.NextLaterAsync().GetAwaiter().GetResult());
        Assert.AreEqual(3, engine.Begin().Wait(TestTimeouts.MustNotElapse));
        Assert.AreSame(Loop, engine.Where);
        Assert.AreEqual(1, _made);
    }

    [TestMethod]
    public async Task Calls_WhileItIsMade_WaitForItInTheirOrder()
    {
        var gate = new TaskCompletionSource();
        var engine = CrochetProxy.CreateThreadBound<IEngine>(Loop, async _ =>
        {
            await gate.Task;
            return new Engine();
        });

        var calls = Enumerable.Range(0, 100).Select(_ => engine.NextLaterAsync()).ToList();
        var begun = engine.Begin();
        gate.SetResult();

        CollectionAssert.AreEquivalent(Enumerable.Range(1, 101).ToArray(), (await Task.WhenAll(calls)).Append(await begun).ToArray());
    }

    [TestMethod]
    public async Task Making_ThatFails_FailsTheCallsThatWaitedAndIsTriedAgain()
    {
        var gate = new TaskCompletionSource();
        var engine = CrochetProxy.CreateThreadBound<IEngine>(Loop, async _ =>
        {
            await gate.Task;
            return _made++ == 0 ? throw new FormatException("first") : new Engine();
        });
        var first = engine.NextLaterAsync();
        var second = engine.Begin();
        Loop.RunInReactor(() => { }).Wait(TestTimeouts.MustNotElapse);

        gate.SetResult();

        await Assert.ThrowsExactlyAsync<FormatException>(() => first);
        Assert.ThrowsExactly<FormatException>(() => second.Wait(TestTimeouts.MustNotElapse));
        Assert.AreEqual(1, engine.Next());
    }

    [TestMethod]
    public void Making_ThatFailsAtOnce_FailsTheCallItself()
    {
        var engine = CrochetProxy.CreateThreadBound<IEngine>(Loop, () => _made++ == 0 ? throw new FormatException("first") : new Engine());

        Assert.ThrowsExactly<FormatException>(() => engine.Next());
        Assert.AreEqual(1, engine.Next());
    }

    [TestMethod]
    public void Making_OfWhatDoesNotFit_FailsTheCall()
    {
        var engine = CrochetProxy.CreateThreadBound<IEngine>(Loop, () => "no engine");

        Assert.AreEqual("CRO004", Problem.AllOf(() => engine.Next())[0].Id);
    }

    [TestMethod]
    public void CreationTimeout_BeforeItIsMade_EndsTheCallWhichNeverRuns()
    {
        var gate = new TaskCompletionSource();
        var engine = CrochetProxy.CreateThreadBound<IEngine>(
            Loop,
            async _ =>
            {
                await gate.Task;
                return new Engine();
            },
            new() { CreationTimeout = TestTimeouts.MustElapse });

        var exception = Assert.ThrowsExactly<CrochetTimeoutException>(() => engine.Next());
        gate.SetResult();

        Assert.IsTrue(exception.IsWithdrawn);
        Assert.AreEqual("IEngine.Next", exception.Call);
        Assert.AreEqual(1, engine.Next());
    }

    [TestMethod]
    public async Task WaitForsTimeout_BeforeItIsMade_SaysThatTheCallNeverRuns()
    {
        var gate = new TaskCompletionSource();
        var hasty = new Hasty();
        var proxy = CrochetProxy.CreateThreadBound<IHasty>(Loop, MakeAsync);
        // The first calls have their turns compiled. A timeout in the midst of a turn cannot tell whether the member has begun.
        await TimeOutAsync(CrochetProxy.CreateThreadBound<IHasty>(Loop, MakeAsync));

        var all = await TimeOutAsync(proxy);
        gate.SetResult();

        Assert.IsTrue(Array.TrueForAll(all, static exception => exception.IsWithdrawn && EventLoop.NeverRan(exception)));
        Assert.AreEqual(0, await proxy.Begin());

        async ValueTask<object> MakeAsync(CancellationToken token)
        {
            await gate.Task;
            return hasty;
        }

        static async Task<CrochetTimeoutException[]> TimeOutAsync(IHasty proxy) =>
        [
            Assert.ThrowsExactly<CrochetTimeoutException>(() => proxy.Add()),
            await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(proxy.AddLaterAsync),
            await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(async () =>
            {
                await foreach (var _ in proxy.Counts())
                    Assert.Fail("There is nothing to read.");
            }),
        ];
    }

    [TestMethod]
    public async Task WaitForsTimeout_BeforeItIsMade_SaysWhatTheCallWaitedFor()
    {
        var time = new FakeTimeProvider();
        using var loop = new EventLoop(new EventLoopOptions { TimeProvider = time });
        loop.Start();
        var proxy = CrochetProxy.CreateThreadBound<IHasty>(loop, static async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new Hasty();
        });
        var call = proxy.AddLaterAsync();
        loop.WaitFor(TestTimeouts.MustNotElapse, static () => { });

        time.Advance(TimeSpan.FromSeconds(1));

        var exception = await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(() => call);
        StringAssert.Contains(exception.Message, "it waited for its object to be made");
    }

    [TestMethod]
    public void WaitForsTimeout_WhileItIsBeingMade_NeverLies()
    {
        for (var round = 0; round < 300; round++)
        {
            var steps = round % 30 * 100;
            var numbered = new Numbered();
            var proxy = CrochetProxy.CreateThreadBound<INumbered>(Loop, async _ =>
            {
                for (var step = 0; step < steps; step++)
                    await Task.Yield();
                return numbered;
            });

            var outcomes = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(number =>
            {
                try
                {
                    proxy.Run(number);
                    return (number, NeverRan: false);
                }
                catch (CrochetTimeoutException exception)
                {
                    return (number, NeverRan: exception.IsWithdrawn);
                }
            }).ToList();
            proxy.Settle();

            Assert.IsFalse(outcomes.Exists(outcome => outcome.NeverRan && numbered.Ran.Contains(outcome.number)));
        }
    }

    [TestMethod]
    public async Task Stop_BeforeItIsMade_SaysThatTheCallNeverRuns()
    {
        var gate = new TaskCompletionSource();
        var proxy = CrochetProxy.CreateThreadBound<IHasty>(Loop, async _ =>
        {
            await gate.Task;
            return new Hasty();
        });
        var call = proxy.Begin();
        Loop.RunInReactor(() => { }).Wait(TestTimeouts.MustNotElapse);

        await Loop.StopAsync();
        gate.SetResult();

        Assert.IsTrue(EventLoop.NeverRan(Assert.ThrowsExactly<EventLoopStoppedException>(() => call.Wait(TestTimeouts.MustNotElapse))));
    }

    [TestMethod]
    public async Task CreationTimeout_ThatNoTimerReaches_IsWaitedFor()
    {
        var made = new TaskCompletionSource<object>();
        var engine = CrochetProxy.CreateThreadBound<IEngine>(
            Loop, _ => new ValueTask<object>(made.Task), new ThreadBoundOptions { CreationTimeout = TimeSpan.FromDays(60) });
        var blocking = Task.Run(engine.Next);
        var awaiting = engine.NextLaterAsync();

        Loop.Post(() => made.SetResult(new Engine()));

        Assert.AreEqual(3, await blocking.WaitAsync(TestTimeouts.MustNotElapse) + await awaiting.WaitAsync(TestTimeouts.MustNotElapse));
    }

    [TestMethod]
    public void CreationTimeout_Negative_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ThreadBoundOptions { CreationTimeout = TimeSpan.FromSeconds(-2) });
    }

    [TestMethod]
    public async Task Cancel_WhileItIsMade_EndsTheCallWhichNeverRuns()
    {
        var gate = new TaskCompletionSource();
        var engine = CrochetProxy.CreateThreadBound<IEngine>(Loop, async _ =>
        {
            await gate.Task;
            return new Engine();
        });
        var waiting = engine.Begin();

        waiting.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => waiting.Wait(TestTimeouts.MustNotElapse));
        gate.SetResult();

        Assert.AreEqual(1, await engine.NextLaterAsync());
    }

    [TestMethod]
    public async Task DisposeAsync_WithACallInFlight_DisposesAfterItAndInTheLoop()
    {
        var engine = Make();
        var gate = new TaskCompletionSource();
        var held = engine.HoldAsync(gate.Task);
        engine.Next();

        var disposal = ((IAsyncDisposable)engine).DisposeAsync().AsTask();
        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Next());
        await Task.WhenAny(disposal, Task.Delay(TestTimeouts.MustElapse));
        Assert.IsFalse(disposal.IsCompleted);
        gate.SetResult();
        await disposal.WaitAsync(TestTimeouts.MustNotElapse);

        await held;
        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1" }, _log);
    }

    [TestMethod]
    public void Dispose_OfWhatWasNeverCalled_DoesNothing()
    {
        var engine = Make();

        ((IDisposable)engine).Dispose();

        Assert.IsEmpty(_log);
        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Next());
    }

    [TestMethod]
    public async Task Dispose_OnTheThreadThatAnAdoptedLoopRunsOn_DoesNotWait()
    {
        using var adopted = EventLoop.Adopt(Loop.SynchronizationContext);
        var engine = CrochetProxy.CreateThreadBound<IEngine>(adopted, () => new Engine(_log, ++_made));
        _ = await engine.NextLaterAsync();
        var gate = HoldLoop();
        var began = Stopwatch.GetTimestamp();

        await Task.Factory.StartNew(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(Loop.SynchronizationContext);
                ((IDisposable)engine).Dispose();
            },
            TaskCreationOptions.LongRunning);

        // It would be 5 s.
        Assert.IsLessThan(TimeSpan.FromSeconds(4), Stopwatch.GetElapsedTime(began));
        CollectionAssert.AreEqual(new[] { "made 1" }, _log);
        gate.Set();
        await ((IAsyncDisposable)engine).DisposeAsync();
        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1" }, _log);
    }

    [TestMethod]
    public void Stop_OfTheLoop_DisposesInReverseOrderOfMaking()
    {
        var first = Make();
        var second = Make();
        second.Next();
        first.Next();

        Loop.Dispose();

        CollectionAssert.AreEqual(new[] { "made 1", "made 2", "disposed 2", "disposed 1" }, _log);
        Assert.ThrowsExactly<EventLoopStoppedException>(() => first.Next());
    }

    [TestMethod]
    public void RecreateWhen_True_MakesAnotherForTheNextCall()
    {
        var engine = Make(new() { RecreateWhen = exception => exception is FormatException });
        engine.Next();

        Assert.ThrowsExactly<FormatException>(() => engine.Fail(new FormatException()));
        Assert.AreEqual(1, engine.Next());
        Assert.ThrowsExactly<ArgumentException>(() => engine.Fail(new ArgumentException()));
        Assert.AreEqual(2, engine.Next());

        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1", "made 2" }, _log);
    }

    [TestMethod]
    public async Task RecreateWhen_CallsInFlight_KeepTheOldInstanceUntilTheyEnd()
    {
        var engine = Make(new() { RecreateWhen = exception => exception is FormatException });
        var gate = new TaskCompletionSource();
        var held = engine.HoldAsync(gate.Task);
        Assert.ThrowsExactly<FormatException>(() => engine.Fail(new FormatException()));

        var next = engine.NextLaterAsync();
        await Task.WhenAny(next, Task.Delay(TestTimeouts.MustElapse));
        Assert.IsFalse(next.IsCompleted);
        CollectionAssert.AreEqual(new[] { "made 1" }, _log);
        gate.SetResult();

        Assert.AreEqual(1, await next);
        await held;
        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1", "made 2" }, _log);
    }

    [TestMethod]
    public async Task RecreateWhen_CallThatWasQueuedBefore_RunsOnTheNextInstance()
    {
        var engine = Make(new() { RecreateWhen = exception => exception is FormatException });
        engine.Next();
        await engine.Begin();

        var gate = HoldLoop();
        var failing = engine.HoldAsync(Task.FromException(new FormatException()));
        var next = engine.Begin();
        gate.Set();

        Assert.AreEqual(1, await next);
        await Assert.ThrowsExactlyAsync<FormatException>(() => failing);
        CollectionAssert.AreEqual(new[] { "made 1", "disposed 1", "made 2" }, _log);
    }

    [TestMethod]
    public async Task Stop_WhileItIsMadeAnew_SaysThatTheCallNeverRuns()
    {
        var gate = new TaskCompletionSource();
        var isMade = false;
        var engine = CrochetProxy.CreateThreadBound<IEngine>(
            Loop, async _ =>
            {
                if (isMade)
                    await gate.Task;
                isMade = true;
                return new Engine();
            },
            new() { RecreateWhen = static exception => exception is FormatException });
        engine.Next();
        await engine.Begin();
        Assert.ThrowsExactly<FormatException>(() => engine.Fail(new FormatException()));

        var call = engine.Begin();
        Loop.RunInReactor(() => { }).Wait(TestTimeouts.MustNotElapse);
        await Loop.StopAsync();
        gate.SetResult();

        Assert.IsTrue(EventLoop.NeverRan(Assert.ThrowsExactly<EventLoopStoppedException>(() => call.Wait(TestTimeouts.MustNotElapse))));
    }

    [TestMethod]
    public async Task RecreateWhen_ACancelledCall_IsAsked()
    {
        var asked = new TaskCompletionSource<Exception>();
        var engine = Make(new() { RecreateWhen = exception => asked.TrySetResult(exception) && false });
        var never = new TaskCompletionSource();
        using var source = new CancellationTokenSource();
        var held = engine.HoldAsync(never.Task);
        _ = held;

        var call = Loop.RunInReactor(() => { });
        call.Wait(TestTimeouts.MustNotElapse);
        var begun = CrochetProxy.CreateThreadBound<ICancelled>(Loop, () => new Cancelled(),
            new() { RecreateWhen = exception => asked.TrySetResult(exception) && false }).Begin();
        Loop.RunInReactor(() => { }).Wait(TestTimeouts.MustNotElapse);
        begun.Cancel();

        Assert.IsInstanceOfType<OperationCanceledException>(await asked.Task.WaitAsync(TestTimeouts.MustNotElapse));
        never.SetResult();
    }

    [TestMethod]
    public async Task RecreateWhen_ATimeoutThatItsCallerHasSeen_CountsForTheCallersNextCall()
    {
        var asked = new List<Exception>();
        var made = 0;
        var engine = CrochetProxy.CreateThreadBound<ISlow>(Loop, () => new Slow(++made), new()
        {
            RecreateWhen = failure =>
            {
                asked.Add(failure);
                return true;
            },
        });

        var expected = 1;
        for (var round = 0; round < 50; round++)
        {
            // One that was still queued has not failed on the object.
            if (!(await Assert.ThrowsExactlyAsync<CrochetTimeoutException>(engine.NeverAsync)).IsWithdrawn)
                expected++;
            Assert.AreEqual(expected, await engine.NumberAsync());
        }

        Assert.IsTrue(asked.TrueForAll(static failure => failure is CrochetTimeoutException));
    }

    [Compiled]
    public interface INumbered
    {
        [WaitFor(0.001)]
        void Run(int number);

        [WaitFor(15)]
        void Settle();
    }

    public sealed class Numbered
    {
        public List<int> Ran { get; } = [];

        public void Run(int number) => Ran.Add(number);

        public void Settle()
        {
        }
    }

    [Compiled]
    public interface IHasty
    {
        [WaitFor(0.02)]
        int Add();

        [WaitFor(0.02)]
        Task<int> AddLaterAsync();

        [WaitFor(0.02)]
        IAsyncEnumerable<int> Counts();

        [RunInReactor]
        EventualResult<int> Begin();
    }

    public sealed class Hasty
    {
        private int _count;

        public int Add() => ++_count;

        public Task<int> AddLaterAsync() => Task.FromResult(Add());

        public async IAsyncEnumerable<int> Counts()
        {
            await Task.Yield();
            yield return Add();
        }

        public int Begin() => _count;
    }

    public interface ISlow
    {
        [WaitFor(0.01)]
        Task NeverAsync();

        [WaitFor(15)]
        Task<int> NumberAsync();
    }

    public sealed class Slow(int number)
    {
        public Task NeverAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

        public int Number() => number;
    }

    [TestMethod]
    public async Task RecreateWhen_ThatThrows_IsReportedAndCountsAsFalse()
    {
        var engine = Make(new() { RecreateWhen = _ => throw new ArithmeticException() });
        engine.Next();

        Assert.ThrowsExactly<FormatException>(() => engine.Fail(new FormatException()));

        Assert.IsInstanceOfType<ArithmeticException>((await Reported).Failure.Exception);
        Assert.AreEqual(2, engine.Next());
    }

    [TestMethod]
    public void Unmarked_Member_IsAProblem()
    {
        var problem = Problem.Of(() => CrochetProxy.CreateThreadBound<IPartly>(Loop, () => new object()));

        problem.AssertIs("CRO024", "IPartly.Unmarked");
    }

    [TestMethod]
    public void Unwrap_BeforeItIsMade_Throws()
    {
        var engine = Make();

        Assert.ThrowsExactly<InvalidOperationException>(() => CrochetProxy.Unwrap<Engine>(engine));
        engine.Next();
        Assert.IsNotNull(CrochetProxy.Unwrap<Engine>(engine));
        Assert.IsTrue(CrochetProxy.IsProxy(engine));
    }

    [TestMethod]
    public void OwnThread_ABlockingCall_SaysWhatToDo()
    {
        var engine = Make();

        var exception =
            Assert.ThrowsExactly<EventLoopDeadlockException>(() => Loop.WaitFor(TestTimeouts.MustNotElapse, () => { engine.Next(); }));

        Assert.Contains("RunInPlace", exception.Message);
    }

    [TestMethod]
    public void Create_OfAThreadBoundClass_NamesCreateThreadBound()
    {
        Problem.Of(() => CrochetProxy.Create<ICancelled>(new MarkedClass(), Loop)).AssertIs("CRO021", "ICancelled", "MarkedClass",
            "CreateThreadBound");
    }

    private IEngine Make(ThreadBoundOptions? options = null) =>
        CrochetProxy.CreateThreadBound<IEngine>(Loop, () => new Engine(_log, ++_made), options);

    [Compiled]
    public interface IPartly
    {
        [WaitFor(15)]
        void Marked();

        void Unmarked();
    }

    [Compiled]
    public interface ICancelled
    {
        [RunInReactor]
        EventualResult Begin();
    }

    public sealed class Cancelled
    {
        public Task BeginAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [ThreadBound]
    public sealed class MarkedClass : ICancelled
    {
        public EventualResult Begin() => EventualResult.Completed;
    }
}
