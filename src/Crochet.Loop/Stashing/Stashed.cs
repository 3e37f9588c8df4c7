using Crochet.Timing;
using Crochet.Waiting;

namespace Crochet.Stashing;

/// <summary>One result in a stash. The shelf's lock guards it.</summary>
internal sealed class Stashed : IWaiter
{
    private readonly Shelf _shelf;

    public Stashed(Shelf shelf, StashId id, EventualResult result, IStashKeeper? keeper)
    {
        _shelf = shelf;
        Id = id;
        Result = result;
        Keeper = keeper;
        Place = new LinkedListNode<Stashed>(this);
    }

    public StashId Id { get; }

    public EventualResult Result { get; }

    /// <summary>Who alone takes it out again; null where its id retrieves it.</summary>
    public IStashKeeper? Keeper { get; }

    /// <summary>Among those that have ended, in the order in which they expire.</summary>
    public LinkedListNode<Stashed> Place { get; }

    /// <summary>When it expires, in the shelf's ticks; <see cref="TimerWheel.Never"/> while its call goes on.</summary>
    public long Due { get; set; } = TimerWheel.Never;

    // The shelf holds the result.
    bool IWaiter.KeepsResult => false;

    void IWaiter.OnEnded(EventualResult result) => _shelf.OnEnded(this);

    /// <summary>For debuggers.</summary>
    public override string ToString() => $"{Id}: {Result.GetName()}, {Result.StatusText}";
}
