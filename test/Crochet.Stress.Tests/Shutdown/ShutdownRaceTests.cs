using System.Diagnostics;

namespace Crochet.Stress.Shutdown;

[TestClass]
public sealed class ShutdownRaceTests
{
    private const int Callers = 32;
    private const int Rounds = 400;
    private static readonly TimeSpan _drain = TimeSpan.FromMilliseconds(2);

    public static IEnumerable<object[]> Ends =>
    [
        ["stop", (Action<EventLoop>)(static loop => loop.Stop())],
        ["drain", (Action<EventLoop>)(static loop => _ = loop.StopAsync(_drain))],
        ["drain, then stop", (Action<EventLoop>)(static loop =>
        {
            _ = loop.StopAsync(TestTimeouts.MustNotElapse);
            loop.Stop();
        })],
        ["dispose", (Action<EventLoop>)(static loop => loop.Dispose())],
        ["stop from a callback", (Action<EventLoop>)(static loop => loop.Post(loop.Stop))],
        ["stop from a call", (Action<EventLoop>)(static loop => loop.RunInReactor(loop.Stop))],
        ["two stops", (Action<EventLoop>)(static loop =>
        {
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Stop(), loop, preferLocal: false);
            loop.Stop();
        })],
    ];

    [TestMethod]
    [DynamicData(nameof(Ends))]
    public void Stop_WhileAllCall_EveryCallEndsOnceAndNoThreadIsLeft(string name, Action<EventLoop> end)
    {
        using var crowd = new Crowd(Callers);
        var calls = 0;
        var clock = Stopwatch.StartNew();
        var round = 0;
        for (; round < Rounds || clock.Elapsed < Soak.Time / 20; round++)
            calls += RunRound(crowd, round, name, end);
        Console.WriteLine($"{name}: {round} rounds, {calls} calls, {clock.Elapsed.TotalSeconds:F1} s, seed {Seeds.Run}.");
    }

    private static int RunRound(Crowd crowd, int round, string name, Action<EventLoop> end)
    {
        string What() => $"Seed {Seeds.Run}, {name}, round {round}";
        var loop = new EventLoop(new EventLoopOptions { Name = $"round {round}" });
        loop.UnobservedFailure += static (_, _) => { };
        Thread? thread = null;
        loop.Post(() => thread = Thread.CurrentThread);
        loop.Start();
        var calls = new RandomCalls(loop);

        crowd.Do(index =>
        {
            var random = Seeds.For(round, index);
            if (index == 0)
            {
                Thread.SpinWait(random.Next(3_000));
                end(loop);
                return;
            }

            for (var i = 0; i < 3; i++)
                calls.DoOne(random);
        }, What);

        Assert.IsTrue(loop.Completion.Wait(TestTimeouts.MustNotElapse), $"{What()}: the loop has not stopped.");
        Assert.IsTrue(thread?.Join(TestTimeouts.MustNotElapse) ?? true, $"{What()}: the loop's thread is left.");
        try
        {
            calls.Verify();
        }
        catch (AssertFailedException exception)
        {
            throw new AssertFailedException($"{What()}: {exception.Message}", exception);
        }

        return calls.Count;
    }
}
