using Crochet.Testing.Driving;

namespace Crochet.Testing.Choosing;

/// <summary>Draws who goes next from a seed: the same seed and the same choices to make, the same order.</summary>
internal abstract class Chooser
{
    /// <summary>Even seeds draw each time among all; odd ones switch seldom.</summary>
    public static Chooser Of(int seed)
    {
        var numbers = new SplitMix64(seed);
        return seed % 2 == 0 ? new UniformChooser(numbers) : new FewSwitchesChooser(numbers);
    }

    /// <param name="ready">All that can go on, one at least, in the order in which they were added.</param>
    public abstract Actor Choose(IReadOnlyList<Actor> ready);
}
