namespace Crochet.Benchmarks.Measuring;

/// <summary>Something that can be measured for a slice of time.</summary>
internal sealed record Contestant(string Name, Func<TimeSpan, Slice> Run);
