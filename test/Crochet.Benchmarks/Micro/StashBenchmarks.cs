using BenchmarkDotNet.Attributes;

namespace Crochet.Benchmarks.Micro;

/// <summary>A result stored and retrieved, and an id as text.</summary>
public class StashBenchmarks : IDisposable
{
    private readonly EventualResult<int> _result = EventualResult.FromResult(1);
    private readonly EventLoop _loop = new();
    private StashId _id;
    private string _text = "";

    [GlobalSetup]
    public void Setup()
    {
        _id = _loop.Stash.Store(_result);
        _text = _id.ToString();
    }

    [Benchmark]
    public EventualResult<int> StoreAndRetrieve() => _loop.Stash.Retrieve<int>(_loop.Stash.Store(_result));

    [Benchmark]
    public string Format() => _id.ToString();

    [Benchmark]
    public StashId Parse() => StashId.Parse(_text, null);

    [GlobalCleanup]
    public void Dispose()
    {
        _loop.Dispose();
        GC.SuppressFinalize(this);
    }
}
