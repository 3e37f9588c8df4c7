using System.Runtime.InteropServices;

namespace Crochet.Streams;

/// <summary>A number on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedCount
{
    [FieldOffset(128)]
    public long Value;
}
