using BenchmarkDotNet.Attributes;
using Crochet.Benchmarks.Peers;

namespace Crochet.Benchmarks.Micro;

/// <summary>What the proxy adds: a marked call, queued and run on one thread, with and without it.</summary>
public class InterceptorBenchmarks : IDisposable
{
    private readonly PumpedContext _context = new();
    private readonly Adder _adder = new();
    private EventLoop _loop = null!;
    private IAdder _proxy = null!;

    [GlobalSetup]
    public void Setup()
    {
        _loop = EventLoop.Adopt(_context);
        _proxy = CrochetProxy.Create<IAdder>(_adder, _loop);
    }

    [Benchmark(Baseline = true)]
    public EventualResult<int> Delegate()
    {
        var result = _loop.RunInReactor(() => _adder.Add(1, 2));
        _context.Pump();
        return result;
    }

    [Benchmark]
    public EventualResult<int> Proxied()
    {
        var result = _proxy.StartAdd(1, 2);
        _context.Pump();
        return result;
    }

    [Benchmark]
    public int Unmarked() => _proxy.AddHere(1, 2);

    [Benchmark]
    public IAdder Create() => CrochetProxy.Create<IAdder>(_adder, _loop);

    [GlobalCleanup]
    public void Dispose()
    {
        _loop.Dispose();
        GC.SuppressFinalize(this);
    }
}
