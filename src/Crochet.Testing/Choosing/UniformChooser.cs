using Crochet.Testing.Driving;

namespace Crochet.Testing.Choosing;

/// <summary>Draws at each step among all that can go on.</summary>
internal sealed class UniformChooser(SplitMix64 numbers) : Chooser
{
    public override Actor Choose(IReadOnlyList<Actor> ready) => ready.Count == 1 ? ready[0] : ready[numbers.Next(ready.Count)];
}
