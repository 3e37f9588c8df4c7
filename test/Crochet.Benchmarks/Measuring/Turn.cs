namespace Crochet.Benchmarks.Measuring;

/// <summary>Something that makes so many calls in a row.</summary>
internal sealed record Turn(string Name, Func<int, ValueTask> Run);
