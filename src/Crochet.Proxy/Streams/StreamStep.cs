namespace Crochet.Streams;

/// <summary>What a step has come to. A pulled item travels with it, in the object that the reader looks at anyway.</summary>
/// <param name="IsThere">Whether there is an item; else the stream has ended.</param>
/// <param name="Item">The item, where it was not made ahead.</param>
internal readonly record struct StreamStep<T>(bool IsThere, T Item)
{
    /// <summary>The item has been made ahead, and is taken from there; or there is none.</summary>
    public static StreamStep<T> Ahead(bool isThere) => new(isThere, default!);
}
