namespace Crochet.Benchmarks.Measuring;

/// <summary>A median with the quartiles about it.</summary>
internal readonly record struct Spread(double Lower, double Median, double Upper)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75));
    }

    /// <summary>The quantile of sorted values, interpolated between the two that it lies between.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double quantile)
    {
        if (sorted.IsEmpty)
            throw new ArgumentException("No values.", nameof(sorted));
        var position = quantile * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    public Spread Scale(double factor) => new(Lower * factor, Median * factor, Upper * factor);
}
