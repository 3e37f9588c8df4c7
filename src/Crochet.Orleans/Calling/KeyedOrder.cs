using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Crochet.Calling;

/// <summary>
/// Rendezvous hashing: of the workers, the one whose hash with the key is the largest has the key. All processes find the same one, and a
/// worker that leaves moves its own keys alone.
/// </summary>
internal static class KeyedOrder
{
    /// <summary>The worker that a key belongs to.</summary>
    /// <param name="workers">At least one.</param>
    /// <param name="key">The key's JSON.</param>
    public static SiloAddress Choose(ReadOnlySpan<SiloAddress> workers, ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        var best = workers[0];
        var most = Mix(hash, best);
        foreach (var worker in workers[1..])
        {
            var score = Mix(hash, worker);
            if (score > most || (score == most && worker.CompareTo(best) > 0))
                (best, most) = (worker, score);
        }

        return best;
    }

    // Of the bytes alone: no hash that a process seeds.
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    // The last step of SplitMix64: each bit of one changes half of all bits.
    private static ulong Mix(ulong key, SiloAddress worker)
    {
        var value = key ^ ((ulong)(uint)worker.GetConsistentHashCode() * 0x9E3779B97F4A7C15);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
