namespace Crochet.Wire;

/// <summary>What a step of a stream gives its reader.</summary>
internal readonly record struct Step<T>(T Item, bool IsEnd);
