using BenchmarkDotNet.Attributes;

namespace Crochet.Benchmarks.Micro;

/// <summary>A timer made and cancelled, as a timeout that is not needed.</summary>
public class TimerBenchmarks : IDisposable
{
    private static readonly TimeSpan _delay = TimeSpan.FromHours(1);
    private static readonly Action _nothing = () => { };

    private readonly PumpedContext _context = new();
    private EventLoop _loop = null!;

    [GlobalSetup]
    public void Setup() => _loop = EventLoop.Adopt(_context);

    [Benchmark(Baseline = true)]
    public void SystemTimer() => new Timer(_ => { }, null, _delay, Timeout.InfiniteTimeSpan).Dispose();

    [Benchmark]
    public void CallLater()
    {
        _loop.CallLater(_delay, _nothing).Dispose();
        _context.Pump();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _loop.Dispose();
        GC.SuppressFinalize(this);
    }
}
