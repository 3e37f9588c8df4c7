using System.Collections.Concurrent;

namespace Crochet.WebLoad;

/// <summary>What happened how often, and what must never happen.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public bool IsClean => _violations.IsEmpty;

    public void Add(string what) => _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public void Violate(string what) => _violations.Enqueue(what);

    public void Print()
    {
        foreach (var (what, count) in _counts.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            Console.WriteLine($"{count,10:N0}  {what}");
        Console.WriteLine($"{_violations.Count,10:N0}  violations");
        foreach (var violation in _violations.Take(20))
            Console.WriteLine($"            {violation}");
    }
}
