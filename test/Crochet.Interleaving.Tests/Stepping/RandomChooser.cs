namespace Crochet.Stepping;

/// <summary>Interrupts at random; the seed gives the same schedule again.</summary>
internal sealed class RandomChooser(int seed) : IChooser
{
    private readonly Random _random = new(seed);
    private readonly int _oneIn = new Random(seed).Next(2, 20);

    public int Choose(int count, bool isFirstRunning) =>
        isFirstRunning && _random.Next(_oneIn) != 0 ? 0 : _random.Next(count);

    public override string ToString() => $"seed {seed}";
}
