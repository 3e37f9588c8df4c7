namespace Crochet.Stepping;

/// <summary>Left of the operator that takes a lock for the side that runs.</summary>
internal readonly struct Holder
{
    public static Held operator |(Holder _, object gate)
    {
        Steps.Current?.Enter(gate);
        return new Held(gate);
    }
}
