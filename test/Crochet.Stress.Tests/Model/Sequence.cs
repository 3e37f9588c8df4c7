using FsCheck;
using FsCheck.Fluent;

namespace Crochet.Stress.Model;

/// <summary>Random steps, which shrink by leaving out steps.</summary>
internal sealed record Sequence(Step[] Steps)
{
    private static readonly StepKind[] _kinds = Enum.GetValues<StepKind>();

    public static Arbitrary<Sequence> Arbitrary { get; } = Arb.From(
        from count in Gen.Choose(1, 24)
        from steps in AnyStep.ArrayOf(count)
        select new Sequence(steps),
        Shrink);

    // Stops are rare, or nothing would be left to test.
    private static Gen<Step> AnyStep { get; } =
        from kind in Gen.Frequency((60, Gen.Elements(_kinds[..^2])), (1, Gen.Constant(StepKind.Stop)), (2, Gen.Constant(StepKind.Drain)))
        from which in Gen.Choose(0, 7)
        select new Step(kind, which);

    public override string ToString() => string.Join("; ", Steps);

    private static IEnumerable<Sequence> Shrink(Sequence sequence)
    {
        var steps = sequence.Steps;
        for (var length = steps.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= steps.Length; start += length)
                yield return new Sequence([.. steps[..start], .. steps[(start + length)..]]);
        }
    }
}
