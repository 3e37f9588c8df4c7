namespace Crochet.Benchmarks.Peers;

/// <summary>An <see cref="Adder"/> that belongs to its loop.</summary>
public sealed class KeyedAdder(TimeSpan work = default)
{
    private readonly Adder _adder = new(work);

    public int Add(int key, int a, int b) => _adder.Add(a, b);

    public int StartAdd(int key, int a, int b) => _adder.Add(a, b);
}
