using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>What it costs that an object is the loop's own, or one of several that a key chooses; and what several loops carry.</summary>
internal sealed class ThreadBoundCalls() : Workload("thread-bound")
{
    private const string Plain = "plain singleton";
    private const string Bound = "thread-bound singleton";
    private const string OneKey = "group of 4, the caller's key";
    private const string AllKeys = "group of 4, another key each time";
    private const int Loops = 4;
    private const int Crowd = 16;
    private const int PostsPerTurn = 32;
    private static readonly TimeSpan _turn = TimeSpan.FromMicroseconds(100);

    public override void Run(Session session)
    {
        MeasureCost<IKeyedAdder>(session, "");
        MeasureCost<ICompiledKeyedAdder>(session, ", compiled");
        MeasureGroup(session);
    }

    private static void MeasureCost<TAdder>(Session session, string kind) where TAdder : class, IKeyedAdder
    {
        using var group = new EventLoopGroup(Loops);
        group.Start();
        var proxies = new KeyedProxies<TAdder>(group);
        MeasureHandOver(session, $"thread-bound{kind}, 1 caller", proxies);
        MeasureInOneThread(session, $"thread-bound{kind}, posts of the loop to itself", proxies, group.For(KeyedProxies<TAdder>.Key));
    }

    private static void MeasureHandOver<TAdder>(Session session, string work, KeyedProxies<TAdder> proxies)
        where TAdder : class, IKeyedAdder
    {
        var alternation = session.IsShort ? new Alternation(200, 300) : new Alternation(2_000, 300);
        var plain = Blocking(Plain, proxies.Plain);
        var measured = alternation.MeasureAsync([plain, Blocking(Bound, proxies.Bound), Blocking(OneKey, proxies.Group)]);
        Report(session, work, new(measured.GetAwaiter().GetResult()));

        // By itself: it leaves the other loops awake, beside what comes next.
        var hopping = (alternation with { Rounds = alternation.Rounds / 10 })
            .MeasureAsync([plain, Blocking(AllKeys, proxies.Group, keys: 64)]).GetAwaiter().GetResult();
        session.Add(Table.Of($"{work}, all loops", hopping, hopping[0]));
    }

    private static void MeasureInOneThread<TAdder>(Session session, string work, KeyedProxies<TAdder> proxies, EventLoop loop)
        where TAdder : class, IKeyedAdder
    {
        var alternation = session.IsShort ? new Alternation(500, 1_024) : new Alternation(5_000, 1_024);
        var measured = loop.RunInReactor(_ => alternation.MeasureAsync(
            [Posting(Plain, proxies.Plain), Posting(Bound, proxies.Bound), Posting(OneKey, proxies.Group)]));
        Report(session, work, new(measured.Wait(Timeout.InfiniteTimeSpan)));
    }

    private static void Report(Session session, string work, Field standings)
    {
        session.Add(Table.Of(work, standings, standings[Plain]));
        session.Add(Target.AtMost(1.03, $"× {Plain} ({Bound})", work, standings[Bound].CostRelativeTo(standings[Plain]).Median));
        session.Add(Target.AtMost(1.1, $"× {Plain} ({OneKey})", work, standings[OneKey].CostRelativeTo(standings[Plain]).Median));
    }

    private static void MeasureGroup(Session session)
    {
        var work = $"thread-bound, {Crowd} callers, {_turn.TotalMicroseconds} us of work";
        using var one = KeyedPeer.OfGroup(1, Crowd, _turn);
        using var group = KeyedPeer.OfGroup(Loops, Crowd, _turn);
        var standings = session.Rounds.Measure([Callers.Blocking(one, Crowd), Callers.Blocking(group, Crowd)]);
        session.Add(Table.Of(work, standings, standings[0]));
        session.Add(Target.AtLeast(
            1.8, $"× the calls of {one.Name} ({group.Name})", work, standings[0].CostRelativeTo(standings[1]).Median));
    }

    private static Turn Blocking(string name, IKeyedAdder adder, int keys = 1) => new(name, calls =>
    {
        for (var call = 0; call < calls; call++)
            adder.Add(KeyedProxies<IKeyedAdder>.Key + (call % keys), call, 1);
        return default;
    });

    // In the loop's thread, which runs what it has posted when this awaits.
    private static Turn Posting(string name, IKeyedAdder adder) => new(name, async calls =>
    {
        for (var left = calls; left > 0; left -= PostsPerTurn)
        {
            for (var call = 0; call < PostsPerTurn; call++)
                _ = adder.StartAdd(KeyedProxies<IKeyedAdder>.Key, call, 1);
            await Task.Yield();
        }
    });
}
