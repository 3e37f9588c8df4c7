namespace Crochet.Tests.Scenarios;

/// <summary>
/// Callers that do anything with a loop, and one that stops it somewhere: both what they do and the order are drawn from the seed. Whatever
/// comes of it, each call that was accepted ends once.
/// </summary>
[TestClass]
public class RandomCallOrderTests
{
    private const int Orders = 500;
    private const int Callers = 3;
    private const int CallsEach = 5;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void RandomCalls_AgainstAStop_EndOnce(int way) => Schedules.Explore(test => Run(test, way), Orders, firstSeed: 1000 * way);

    private static void Run(TestLoop test, int way)
    {
        var tracked = new List<Tracked>();
        var stashed = new Queue<StashId>();
        test.Loop.UnobservedFailure += static (_, _) => { };
        for (var caller = 0; caller < Callers; caller++)
        {
            var random = new Random(Callers * test.Seed + caller);
            test.AddCaller(() =>
            {
                for (var call = 0; call < CallsEach; call++)
                    DoOne(test, random.Next(8), tracked, stashed);
            });
        }

        test.AddCaller(async () =>
        {
            var wait = new Random(test.Seed).Next(4);
            for (var turn = 0; turn < wait; turn++)
                await Task.Delay(0.4 * _second, test.Time);
            if (way == 0)
                test.Loop.Stop();
            else
                await test.Loop.StopAsync(way * _second);
        });
        test.RunToEnd();

        Assert.AreEqual(EventLoopState.Stopped, test.Loop.State);
        foreach (var call in tracked)
            call.Verify();
    }

    private static void DoOne(TestLoop test, int what, List<Tracked> tracked, Queue<StashId> stashed)
    {
        var call = new Tracked();
        tracked.Add(call);
        var loop = test.Loop;
        switch (what)
        {
            case 0:
                call.Observe(() => loop.WaitFor(5 * _second, call.Enter));
                break;
            case 1:
                call.Observe(() => loop.WaitFor(5 * _second, call.Fail));
                break;
            case 2:
                call.Observe(() => loop.WaitFor(0.5 * _second, async token =>
                {
                    call.Enter();
                    await Task.Delay(Timeout.InfiniteTimeSpan, loop.TimeProvider, token);
                }));
                break;
            case 3:
                call.Observe(() => loop.WaitFor(TimeSpan.Zero, call.Enter));
                break;
            case 4:
                call.Observe(() => loop.RunInReactor(async () =>
                {
                    await Task.Yield();
                    call.Enter();
                }).Wait(5 * _second));
                break;
            case 5:
                call.Observe(() =>
                {
                    var result = loop.RunInReactor(async token =>
                    {
                        call.Enter();
                        await Task.Delay(_second, loop.TimeProvider, token);
                    });
                    result.Cancel();
                    result.Wait(5 * _second);
                });
                break;
            case 6:
                call.Observe(() => stashed.Enqueue(loop.RunInReactor(call.Enter).Stash()));
                break;
            default:
                if (stashed.TryDequeue(out var id))
                {
                    Assert.IsTrue(loop.Stash.TryRetrieve(id, out var result));
                    Assert.IsFalse(loop.Stash.TryRetrieve(id, out _));
                    Calls.EndOf(() => result.Wait(5 * _second));
                }

                break;
        }
    }

    private sealed class Tracked
    {
        private int _runs;
        private CallEnd? _end;
        private bool _neverRan;

        public void Enter() => _runs++;

        public void Fail()
        {
            _runs++;
            throw new FormatException();
        }

        public void Observe(Action call) => _end = Calls.EndOf(call, out _neverRan);

        public void Verify()
        {
            Assert.IsTrue(_runs <= 1, $"A call ran {_runs} times.");
            Assert.IsTrue(!_neverRan || _runs == 0, $"It is said never to have run ({_end}).");
            Assert.IsTrue(_end is not CallEnd.Failure || _runs == 1, "It failed, and never ran.");
        }
    }
}
