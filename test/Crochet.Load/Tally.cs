using System.Collections.Concurrent;

namespace Crochet.Load;

/// <summary>What became of everything. From any thread.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    /// <summary>What must not happen, in words.</summary>
    public ConcurrentBag<string> Lost { get; } = [];

    public long Calls =>
        _counts.Where(static pair => pair.Key.StartsWith("call ", StringComparison.Ordinal)).Sum(static pair => pair.Value);

    public void Count(string what, long times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    public void Write(TextWriter writer)
    {
        foreach (var (what, times) in _counts.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            writer.WriteLine($"{what,-60} {times,15:N0}");
        writer.WriteLine($"{"lost",-60} {Lost.Count,15:N0}");
        foreach (var lost in Lost.Take(20))
            writer.WriteLine(lost);
    }
}
