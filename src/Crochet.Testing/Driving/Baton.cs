namespace Crochet.Testing.Driving;

/// <summary>
/// Goes from thread to thread: whoever holds it runs, and all others wait for it. Invariant: one holds it, or one is about to give it away.
/// It is taken from a holder that does not come back with an exchange, as it is given away by one that does: so one of the two wins.
/// </summary>
internal sealed class Baton(IBatonHolder first)
{
    // Stands for the holder while that decides who is next.
    private static readonly object _deciding = new();

    private object _holder = first;
    private int _passes;

    /// <summary>Tells one holding from the next.</summary>
    public int Passes => Volatile.Read(ref _passes);

    public IBatonHolder? Holder => Volatile.Read(ref _holder) as IBatonHolder;

    public bool IsHeldBy(IBatonHolder holder) => ReferenceEquals(Volatile.Read(ref _holder), holder);

    /// <summary>Before the holder gives it away; false where it was taken away meanwhile.</summary>
    public bool TryLay(IBatonHolder holder) => ReferenceEquals(Interlocked.CompareExchange(ref _holder, _deciding, holder), holder);

    /// <summary>After <see cref="TryLay"/>.</summary>
    public void Give(IBatonHolder next)
    {
        Interlocked.Increment(ref _passes);
        Volatile.Write(ref _holder, next);
        next.Wake();
    }

    /// <summary>After <see cref="TryLay"/>: it stays where it was.</summary>
    public void Keep(IBatonHolder holder)
    {
        Interlocked.Increment(ref _passes);
        Volatile.Write(ref _holder, holder);
    }

    /// <summary>Takes it from one that does not come back; false where that has laid it down meanwhile.</summary>
    public bool TryTake(IBatonHolder from, IBatonHolder to) => ReferenceEquals(Interlocked.CompareExchange(ref _holder, to, from), from);
}
