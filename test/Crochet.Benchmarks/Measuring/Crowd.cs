using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Crochet.Benchmarks.Measuring;

/// <summary>Threads that all do the same, as fast as they can, for a slice of time.</summary>
internal sealed class Crowd(int threads)
{
    private const double NanosecondsPerTimedCall = 4000;

    private volatile bool _isOver;
    private int _timeOneIn = 1;

    public bool IsOver => _isOver;

    /// <param name="duration">How long the threads go on.</param>
    /// <param name="work">Runs on each thread until <see cref="IsOver"/>; gives the number of its calls.</param>
    public Slice Run(TimeSpan duration, Func<Sampler, long> work)
    {
        _isOver = false;
        ExceptionDispatchInfo? failure = null;
        var calls = new long[threads];
        var samplers = Enumerable.Range(0, threads).Select(_ => new Sampler(_timeOneIn)).ToArray();
        using var ready = new CountdownEvent(threads);
        using var go = new ManualResetEventSlim();
        using var failed = new ManualResetEventSlim();
        var crowd = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            ready.Signal();
            go.Wait();
            try
            {
                calls[index] = work(samplers[index]);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
                failed.Set();
            }
        })).ToArray();

        foreach (var thread in crowd)
            thread.Start();
        ready.Wait();
        var meter = ProcessMeter.Start();
        go.Set();
        failed.Wait(duration);
        _isOver = true;
        foreach (var thread in crowd)
            thread.Join();
        var slice = meter.Stop(calls.Sum());
        failure?.Throw();

        _timeOneIn = (int)Math.Clamp(NanosecondsPerTimedCall / slice.NanosecondsPerCall, 1, 4096);
        var latencies = new LatencyHistogram();
        foreach (var sampler in samplers)
            latencies.Add(sampler.Latencies);
        return slice with
        {
            P50 = Nanoseconds(latencies.Percentile(0.5)),
            P99 = Nanoseconds(latencies.Percentile(0.99)),
            Fairness = calls.Max() == 0 ? null : (double)calls.Min() / calls.Max(),
        };
    }

    private static double? Nanoseconds(long? ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
