using BenchmarkDotNet.Attributes;

namespace Crochet.Benchmarks.Micro;

/// <summary>Callbacks posted to a loop that has not started yet, so that nobody takes them out meanwhile.</summary>
public class QueueBenchmarks : IDisposable
{
    private const int Callbacks = 100_000;
    private static readonly Action _nothing = () => { };

    private EventLoop _loop = new();

    [IterationSetup]
    public void Setup() => _loop = new EventLoop();

    [Benchmark(OperationsPerInvoke = Callbacks)]
    public void Post()
    {
        for (var i = 0; i < Callbacks; i++)
            _loop.Post(_nothing);
    }

    [IterationCleanup]
    public void Dispose()
    {
        _loop.Dispose();
        GC.SuppressFinalize(this);
    }
}
