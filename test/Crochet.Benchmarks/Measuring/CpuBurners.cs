namespace Crochet.Benchmarks.Measuring;

/// <summary>Threads that have nothing to do with the calls and use all the processor time that they can get.</summary>
internal sealed class CpuBurners : IDisposable
{
    private readonly Thread[] _threads;
    private volatile bool _stop;

    public CpuBurners(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Burn) { IsBackground = true, Name = "burner" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    public void Dispose()
    {
        _stop = true;
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Burn()
    {
        var x = 1u;
        while (!_stop)
            x = x * 1664525 + 1013904223;
        GC.KeepAlive(x);
    }
}
