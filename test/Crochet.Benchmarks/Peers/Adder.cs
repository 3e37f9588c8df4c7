using System.Diagnostics;

namespace Crochet.Benchmarks.Peers;

/// <summary>The work that every peer runs: an addition that can be made to take longer, and the same after a yield.</summary>
public class Adder(TimeSpan work = default)
{
    private readonly long _ticks = (long)(work.TotalSeconds * Stopwatch.Frequency);

    /// <summary>How long an addition takes.</summary>
    public TimeSpan Work { get; } = work;

    public int Add(int a, int b)
    {
        if (_ticks > 0)
            Spin();
        return a + b;
    }

    public async Task<int> AddYielding(int a, int b)
    {
        await Task.Yield();
        return Add(a, b);
    }

    public int StartAdd(int a, int b) => Add(a, b);

    public Task<int> StartAddYielding(int a, int b) => AddYielding(a, b);

    public int AddHere(int a, int b) => a + b;

    private void Spin()
    {
        var end = Stopwatch.GetTimestamp() + _ticks;
        while (Stopwatch.GetTimestamp() < end)
        {
        }
    }
}
