namespace Crochet.Benchmarks.Reporting;

/// <summary>
/// One promise about speed or size, and what was measured: of this work, so many of this measure ("× the best peer", "ms").
/// </summary>
internal sealed record Target(string Work, string Measure, double Measured, Bound Bound, double Limit)
{
    public bool IsMet => Bound == Bound.AtMost ? Measured <= Limit : Measured >= Limit;

    public static Target AtMost(double limit, string measure, string work, double measured) =>
        new(work, measure, measured, Bound.AtMost, limit);

    public static Target AtLeast(double limit, string measure, string work, double measured) =>
        new(work, measure, measured, Bound.AtLeast, limit);
}
