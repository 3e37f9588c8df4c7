using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Peers;
using Crochet.Benchmarks.Reporting;

namespace Crochet.Benchmarks.Workloads;

/// <summary>The first proxied call of a process, and what a further proxy costs once its interface is known.</summary>
internal sealed class ColdStart() : Workload("cold")
{
    private const int Instances = 100_000;

    public override void Run(Session session)
    {
        // In turns, as all that is compared.
        var cold = Enumerable.Range(0, session.Repetitions)
            .Select(_ => (AtRunTime: Ask(ChildProcess.Cold), Compiled: Ask(ChildProcess.ColdCompiled)))
            .ToList();
        var (atRunTime, compiled) = (Spread.Of(cold.Select(pair => pair.AtRunTime)), Spread.Of(cold.Select(pair => pair.Compiled)));
        session.Add(new Table(
            "first proxied call in a cold process", ["what", "ms"],
            [["loop, DynamicProxy's proxy, first call", atRunTime], ["loop, compiled proxy, first call", compiled]]));
        session.Add(Target.AtMost(90, "ms", "first proxied call, cold", atRunTime.Median));
        session.Add(Target.AtMost(40, "ms", "first proxied call, cold, compiled", compiled.Median));

        using var loop = new EventLoop();
        var adder = new Adder();
        var standing =
            new Rounds(session.Repetitions, TimeSpan.Zero).Measure([new Contestant("instance", _ => CreateInstances(adder, loop))])[0];
        session.Add(new Table(
            "further proxy of a known interface", ["what", "ns", "bytes"], [["CrochetProxy.Create", standing.Cost, standing.Bytes]]));
        session.Add(Target.AtMost(1000, "ns", "further proxy of a known interface", standing.Cost.Median));
        session.Add(Target.AtMost(100, "bytes", "further proxy of a known interface", standing.Bytes ?? double.NaN));
    }

    /// <summary>What the child does: milliseconds from before anything of Crochet is touched to after the first call.</summary>
    public static string Measure(bool isCompiled)
    {
        var start = Stopwatch.GetTimestamp();
        if (isCompiled)
            CallFirstCompiled();
        else
            CallFirst();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CallFirst()
    {
        var loop = new EventLoop();
        loop.Start();
        CrochetProxy.Create<IAdder>(new Adder(), loop).Add(1, 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CallFirstCompiled()
    {
        var loop = new EventLoop();
        loop.Start();
        CrochetProxy.Create<IAdder>(new CompiledAdder(), loop).Add(1, 2);
    }

    private static double Ask(string what) => double.Parse(ChildProcess.Ask(what), CultureInfo.InvariantCulture);

    private static Slice CreateInstances(Adder adder, EventLoop loop)
    {
        var meter = ProcessMeter.Start();
        for (var i = 0; i < Instances; i++)
            GC.KeepAlive(CrochetProxy.Create<IAdder>(adder, loop));
        return meter.Stop(Instances);
    }
}
