namespace Crochet.Benchmarks.Measuring;

/// <summary>All slices of one contestant, in the order of the rounds.</summary>
internal sealed record Standing(string Name, IReadOnlyList<Slice> Slices)
{
    public Spread Cost { get; } = Spread.Of(Slices.Select(slice => slice.NanosecondsPerCall));

    public double? Cpu => Median(slice => slice.CpuNanosecondsPerCall);
    public double? Bytes => Median(slice => slice.BytesPerCall);
    public double? P50 => Median(slice => slice.P50);
    public double? P99 => Median(slice => slice.P99);
    public double? Fairness => Median(slice => slice.Fairness);
    public double? Disturbance => Median(slice => slice.Disturbance);

    /// <summary>This cost in another's, round by round, so that what slowed both down in a round cancels out.</summary>
    public Spread CostRelativeTo(Standing other) =>
        Spread.Of(Slices.Zip(other.Slices, (own, theirs) => own.NanosecondsPerCall / theirs.NanosecondsPerCall));

    /// <summary>How long its slowest calls in a hundred take, in another's, round by round.</summary>
    public Spread P99RelativeTo(Standing other) =>
        Spread.Of(Slices.Zip(other.Slices, static (own, theirs) => own.P99 / theirs.P99).OfType<double>());

    private double? Median(Func<Slice, double?> measure)
    {
        var measured = Slices.Select(measure).OfType<double>().ToArray();
        return measured.Length == 0 ? null : Spread.Of(measured).Median;
    }
}
