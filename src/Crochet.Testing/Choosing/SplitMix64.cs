namespace Crochet.Testing.Choosing;

/// <summary>
/// Numbers from a seed: SplitMix64 (Steele, Lea and Flood, 2014). Written out here, since the numbers that System.Random draws from a seed
/// may differ from one version of .NET to the next, and a seed has to name the same order for ever.
/// </summary>
internal sealed class SplitMix64(int seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>Less than <paramref name="bound"/>, each as likely as the other.</summary>
    public int Next(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    private ulong Next()
    {
        unchecked
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
