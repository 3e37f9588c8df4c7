namespace Crochet.Stress;

/// <summary>
/// Where a run's randomness comes from: printed with each failure, and given again by the environment to see it a second time.
/// </summary>
internal static class Seeds
{
    /// <summary>CROCHET_SEED, or a new one for each run.</summary>
    public static int Run { get; } = int.TryParse(Environment.GetEnvironmentVariable("CROCHET_SEED"), out var given) ? given
        : Random.Shared.Next();

    public static Random For(int round, int thread) => new(HashOf(Run, round, thread));

    // The same in each process, as HashCode is not.
    private static int HashOf(int run, int round, int thread)
    {
        unchecked
        {
            var hash = (uint)run * 0x9E3779B9u ^ ((uint)round + 1) * 0x85EBCA6Bu ^ ((uint)thread + 1) * 0xC2B2AE35u;
            hash ^= hash >> 15;
            return (int)(hash * 0x2C1B3C6Du);
        }
    }
}
