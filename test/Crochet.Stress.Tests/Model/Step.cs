namespace Crochet.Stress.Model;

/// <summary>One step of a sequence. What it refers to (the n-th call, the n-th stashed id) is taken modulo how many there are.</summary>
internal readonly record struct Step(StepKind Kind, int Which)
{
    public override string ToString() => Which == 0 ? $"{Kind}" : $"{Kind}({Which})";
}
