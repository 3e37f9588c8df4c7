using Castle.DynamicProxy;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>What a call allocates in the whole process, and what a finished result keeps.</summary>
internal sealed class BytesPerCall() : Workload("bytes")
{
    private const int Calls = 100_000;

    public override void Run(Session session)
    {
        var adder = new Adder();
        using var loop = new EventLoop();
        loop.Start();
        var proxy = CrochetProxy.Create<IAdder>(adder, loop);
        var compiled = CrochetProxy.Create<IAdder>(new CompiledAdder(), loop);
        var bare = new ProxyGenerator().CreateInterfaceProxyWithoutTarget<IAdder>(new AddingInterceptor());

        var rows = new (string Work, double Bytes, double? Limit)[]
        {
            ("DynamicProxy alone", Measure(() => Repeat(() => bare.AddHere(1, 2))), null),
            ("RunInReactor", Measure(() => Post(() => proxy.StartAdd(1, 2))), 248),
            ("WaitFor", Measure(() => Repeat(() => proxy.Add(1, 2))), 192),
            ("RunInReactor, async implementation", Measure(() => Post(() => proxy.StartAddYielding(1, 2))), 520),
            ("WaitFor, async implementation", Measure(() => Repeat(() => proxy.AddYielding(1, 2))), null),
            ("RunInReactor, compiled", Measure(() => Post(() => compiled.StartAdd(1, 2))), 110),
            ("WaitFor, compiled", Measure(() => Repeat(() => compiled.Add(1, 2))), 0),
            ("RunInReactor, async implementation, compiled", Measure(() => Post(() => compiled.StartAddYielding(1, 2))), null),
            ("WaitFor, async implementation, compiled", Measure(() => Repeat(() => compiled.AddYielding(1, 2))), null),
            ("a finished result, held", MeasureHeld(() => proxy.StartAdd(1, 2)), 120),
        };
        session.Add(
            new Table("bytes per call, int Add(int, int)", ["work", "bytes"], [.. rows.Select(row => (object?[])[row.Work, row.Bytes])]));
        foreach (var (work, bytes, limit) in rows)
        {
            if (limit is not null)
                session.Add(Target.AtMost(limit.Value, "bytes", work, bytes));
        }
    }

    private static double Measure(Action calls)
    {
        calls();
        var meter = ProcessMeter.Start();
        calls();
        return Math.Round((double)meter.Stop(Calls).BytesPerCall!);
    }

    private static double MeasureHeld(Func<EventualResult<int>> start)
    {
        var held = new EventualResult<int>[Calls];
        Fill();
        Array.Clear(held);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Fill();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(held);
        return Math.Round((double)(after - before) / Calls);

        void Fill()
        {
            for (var i = 0; i < Calls; i++)
                held[i] = start();
            foreach (var result in held)
                result.Wait(Timeout.InfiniteTimeSpan);
        }
    }

    private static void Repeat(Func<int> call)
    {
        for (var i = 0; i < Calls; i++)
            call();
    }

    private static void Post(Func<EventualResult<int>> start)
    {
        var window = new EventualResult<int>[PostedCalls.Window];
        for (var i = 0; i < Calls; i += window.Length)
        {
            for (var j = 0; j < window.Length; j++)
                window[j] = start();
            foreach (var result in window)
                result.Wait(Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class AddingInterceptor : IInterceptor
    {
        public void Intercept(IInvocation invocation) =>
            invocation.ReturnValue = (int)invocation.Arguments[0]! + (int)invocation.Arguments[1]!;
    }
}
