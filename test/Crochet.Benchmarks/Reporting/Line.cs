using Crochet.Benchmarks.Measuring;

namespace Crochet.Benchmarks.Reporting;

/// <summary>One contestant's spread at each place of a plot.</summary>
internal sealed record Line(string Name, IReadOnlyList<Spread> Points);
