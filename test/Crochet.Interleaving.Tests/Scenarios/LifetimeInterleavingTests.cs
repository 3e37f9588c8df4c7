using Crochet.Running;
using Crochet.Stepping;

namespace Crochet.Interleaving;

/// <summary>
/// Start, stop, drain, hurry, adopt and dispose against each other and against calls: the loop ends, whoever waits is told, what has been
/// accepted ends once.
/// </summary>
[TestClass]
public sealed class LifetimeInterleavingTests
{
    private const int Schedules = 500;

    [TestMethod]
    public void Run_AgainstStop_UpToTwoInterruptions_EndsStopped() => Explore.All(2, () =>
    {
        var loop = NewLoop();
        return new Scenario(() => AssertStopped(loop), Run(loop), loop.Stop);
    });

    [TestMethod]
    public void Stop_AgainstDrainHurryAndACall_CallEndsOnce() => Explore.Randomly(Schedules, () =>
    {
        var loop = NewLoop();
        var hurry = new CancellationTokenSource();
        var runs = 0;
        var end = "";
        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.IsTrue(end == "value" && runs == 1 || end == "stopped" && runs <= 1, $"{end}, {runs} runs");
            },
            Run(loop),
            () => end = EndOf(() => loop.WaitFor(Timeout.InfiniteTimeSpan, () => ++runs)),
            () => _ = loop.StopAsync(Timeout.InfiniteTimeSpan, hurry.Token),
            () =>
            {
                Steps.Next();
                hurry.Cancel();
            },
            () => _ = loop.DisposeAsync().AsTask());
    });

    [TestMethod]
    public void Stop_AgainstContinuations_RunThemOrDropThemAndEnds() => Explore.Randomly(Schedules, () =>
    {
        var loop = NewLoop();
        var ran = 0;
        void Post() => loop.SynchronizationContext.Post(_ => ran++, null);
        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.AreEqual(3, ran + loop.Closed.Dropped);
            },
            Run(loop), Post, Post, Post, loop.Stop);
    });

    [TestMethod]
    public void Adopted_AgainstCallsAndStops_CallEndsOnceAndTheLoopEnds() => Explore.Randomly(Schedules, () =>
    {
        var context = new SideContext();
        var time = new FakeTimeProvider();
        var loop = EventLoop.Adopt(context, new EventLoopOptions { TimeProvider = time, RealTime = time });
        var runs = 0;
        var end = "";
        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                Assert.IsTrue(end == "value" && runs == 1 || end == "stopped" && runs <= 1, $"{end}, {runs} runs");
            },
            () => context.PumpUntil(() => loop.State == EventLoopState.Stopped),
            () => end = EndOf(() => loop.WaitFor(Timeout.InfiniteTimeSpan, () => ++runs)),
            () => _ = loop.StopAsync(Timeout.InfiniteTimeSpan),
            loop.Stop);
    });

    [TestMethod]
    public void BoundObjects_AgainstTheStop_AreDisposedOfOnceOrRefused() => Explore.Randomly(Schedules, () =>
    {
        var loop = NewLoop();
        var added = 0;
        var disposed = 0;
        var hasRun = false;
        void Add()
        {
            try
            {
                loop.BoundObjects.Add(new Bound(() => disposed++));
                added++;
            }
            catch (EventLoopStoppedException)
            {
                // Whoever made it disposes of it.
            }
        }

        return new Scenario(
            () =>
            {
                AssertStopped(loop);
                // On a loop that never ran nothing can be disposed of.
                Assert.AreEqual(hasRun ? added : 0, disposed);
            },
            () => hasRun = EndOf(loop.Run) == "value", Add, Add, loop.Stop);
    });

    [TestMethod]
    public void LoopSet_CallsAcrossWhileItDrains_RunAndAllEnd() => Explore.Randomly(Schedules, () =>
    {
        var a = NewLoop();
        var b = NewLoop();
        var disposed = new List<string>();
        a.BoundObjects.Add(new Bound(() => disposed.Add("a")));
        b.BoundObjects.Add(new Bound(() => disposed.Add("b")));
        var end = "";
        var call = a.RunInReactor(async () => end = await b.RunInReactor(() => "called"));
        return new Scenario(
            () =>
            {
                AssertStopped(a);
                AssertStopped(b);
                Assert.AreEqual(call.OriginalFailure() is null ? "called" : "", end);
                Assert.IsTrue(disposed.SequenceEqual(["b", "a"]) || disposed.Count < 2, string.Join(", ", disposed));
            },
            Run(a), Run(b),
            () => _ = new LoopSet([a, b]).StopAsync(Timeout.InfiniteTimeSpan, default));
    });

    private static Action Run(EventLoop loop) => () => EndOf(loop.Run);

    private static EventLoop NewLoop()
    {
        var time = new FakeTimeProvider();
        return new(new EventLoopOptions { TimeProvider = time, RealTime = time });
    }

    private static void AssertStopped(EventLoop loop) => Assert.AreEqual(EventLoopState.Stopped, loop.State);

    private static string EndOf(Action get)
    {
        try
        {
            get();
            return "value";
        }
        catch (EventLoopStoppedException)
        {
            return "stopped";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }

    // Of a side, which pumps it.
    private sealed class SideContext : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            Steps.Next();
            _posted.Enqueue((d, state));
        }

        public void PumpUntil(Func<bool> isOver)
        {
            while (true)
            {
                Steps.Until(() => _posted.Count > 0 || isOver());
                if (!_posted.TryDequeue(out var posted))
                    return;
                posted.Callback(posted.State);
            }
        }
    }

    private sealed class Bound(Action dispose) : IBoundObject
    {
        public string Name => "object";

        public ValueTask DisposeOnLoopAsync()
        {
            dispose();
            return default;
        }
    }
}
