namespace Crochet.WebLoad;

/// <summary>What the server holds at one moment.</summary>
/// <param name="Kept">How many results.</param>
/// <param name="Heap">How many bytes of managed memory.</param>
internal sealed record Figures(int Kept, long Heap);
