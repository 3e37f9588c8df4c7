using System.Numerics;

namespace Crochet.Timing;

/// <summary>
/// Entries by when they are due: a hierarchical timing wheel (Varghese and Lauck, 1987) of slots of 0.8 ms, 256 to a level, and a heap for
/// the slot that time stands in, which gives them out in exact order. Setting and clearing cost the same for one entry or a million, from
/// any thread; a cleared entry is gone at once, so there is nothing to sweep. A slot that comes near is spread over the level below in
/// pieces, to hold nobody up.
/// </summary>
/// <remarks>
/// Invariant, under the lock: an entry in level L differs from <c>_position</c> in byte L of its slot number and in none above, so that its
/// slot lies ahead; or it is in the slot at <c>_position</c>'s own index, which is being spread. What is due at or before <c>_position</c>
/// is in the heap.
/// </remarks>
internal sealed class TimerWheel
{
    public const long Never = long.MaxValue;

    private const int SlotShift = 13;
    private const int LevelBits = 8;
    private const int SlotsPerLevel = 1 << LevelBits;
    private const int Levels = 6;
    private const int EntriesPerPiece = 256;
    private const int CapacityToKeep = 1_024;
    private const long FarthestSlot = 1L << (LevelBits * Levels);

    private readonly Lock _lock = new();
    private readonly TimerList[]?[] _lists = new TimerList[Levels][];
    private readonly ulong[] _occupied = new ulong[Levels * SlotsPerLevel / 64];
    private readonly PriorityQueue<TimerEntry, (long Due, uint Order)> _near = new();
    private long _position;
    private uint _order;
    private long _nextDue = Never;
    private int _count;
    private bool _hasEnded;

    /// <summary>No entry is due before this: exact, or too early after a clear.</summary>
    public long NextDue => Volatile.Read(ref _nextDue);

    public int Count => Volatile.Read(ref _count);

    /// <summary>When the first entry is due, exactly: looks through the slots that may hold it.</summary>
    public long FindNextDue()
    {
        if (NextDue == Never)
            return Never;
        lock (_lock)
        {
            DiscardCleared();
            var first = _near.TryPeek(out _, out var nearest) ? nearest.Due : Never;
            for (var level = 0; level < Levels; level++)
            {
                var index = FirstOccupied(level, (int)(_position >> (level * LevelBits)) & (SlotsPerLevel - 1));
                if (index < 0)
                    continue;
                for (var entry = ListAt(level * SlotsPerLevel + index).First; entry is not null; entry = (TimerEntry?)entry.Next)
                    first = Math.Min(first, entry.Due);
            }

            return first;
        }
    }

    /// <summary>Sets an entry, or sets it anew. True when it is the next one due, so that whoever sleeps until then must be told.</summary>
    public bool Set(TimerEntry entry, long due) => TrySet(entry, due, 0, out var isNext) && isNext;

    /// <summary>
    /// Sets an entry, or sets it anew, with a period in which it comes again; <see cref="Never"/> clears it. False where it is closed, or
    /// the wheel has ended.
    /// </summary>
    public bool TrySet(TimerEntry entry, long due, long period, out bool isNext)
    {
        isNext = false;
        lock (_lock)
        {
            if (_hasEnded || entry.IsClosed)
                return false;
            Unset(entry);
            entry.Period = period;
            if (due == Never)
                return true;
            Insert(entry, due);
            isNext = due < _nextDue;
            if (isNext)
                Volatile.Write(ref _nextDue, due);
            return true;
        }
    }

    /// <summary>True when the entry was set and will not come.</summary>
    public bool Clear(TimerEntry entry)
    {
        lock (_lock)
            return Unset(entry);
    }

    /// <summary>Clears an entry, and sets it never again.</summary>
    public void Close(TimerEntry entry)
    {
        lock (_lock)
        {
            Volatile.Write(ref entry.IsClosed, true);
            Unset(entry);
        }
    }

    /// <summary>Takes everything out. What is set later is refused; again, this gives nothing.</summary>
    public List<(TimerEntry Entry, long Due)> End()
    {
        lock (_lock)
        {
            _hasEnded = true;
            var left = new List<(TimerEntry Entry, long Due)>(_count);
            foreach (var (entry, key) in _near.UnorderedItems)
            {
                if (IsCurrent(entry, key))
                    left.Add((entry, entry.Due));
            }

            foreach (var lists in _lists)
            {
                foreach (var list in lists ?? [])
                {
                    for (var entry = list.First; entry is not null; entry = (TimerEntry?)entry.Next)
                        left.Add((entry, entry.Due));
                }
            }

            foreach (var (entry, _) in left)
                Unset(entry);
            DiscardCleared();
            Volatile.Write(ref _nextDue, Never);
            return left;
        }
    }

    /// <summary>
    /// Takes the first entry that is due, which is then not set or, where it has a period, set to its next time on the grid of its first,
    /// without those that were missed. Null when there is none, or when more than a piece of a slot was spread: then
    /// <see cref="NextDue"/> is not after <paramref name="now"/>.
    /// </summary>
    public TimerEntry? TakeDue(long now)
    {
        lock (_lock)
        {
            if (now < _nextDue)
                return null;

            var budget = EntriesPerPiece;
            while (NextSlot(out var list) is var slot && slot <= now >> SlotShift && budget > 0)
            {
                _position = Math.Max(_position, slot);
                Spread(list, ref budget);
            }

            if (budget <= 0)
                return null;
            _position = Math.Max(_position, now >> SlotShift);

            DiscardCleared();
            TimerEntry? taken = null;
            if (_near.TryPeek(out var first, out var key) && key.Due <= now)
            {
                _near.Dequeue();
                first.Due = Never;
                _count--;
                if (first.Period > 0)
                    Insert(first, LoopClock.Add(key.Due, first.Period * ((now - key.Due) / first.Period + 1)));
                taken = first;
                DiscardCleared();
            }

            var next = _near.TryPeek(out _, out var nearest) ? nearest.Due : Never;
            var nextSlot = NextSlot(out _);
            Volatile.Write(ref _nextDue, nextSlot == Never ? next : Math.Min(next, nextSlot << SlotShift));
            return taken;
        }
    }

    private bool Unset(TimerEntry entry)
    {
        if (entry.Due == Never)
            return false;
        entry.Due = Never;
        _count--;
        if (entry.List >= 0)
            RemoveFromList(entry);
        return true;
    }

    private void Insert(TimerEntry entry, long due)
    {
        entry.Due = due;
        entry.Ticket = ++_order;
        _count++;
        Place(entry);
    }

    private void Place(TimerEntry entry)
    {
        var slot = entry.Due >> SlotShift;
        if (slot <= _position)
        {
            _near.Enqueue(entry, (entry.Due, entry.Ticket));
            return;
        }

        slot = Math.Min(slot, FarthestSlot - 1);
        var level = BitOperations.Log2((ulong)(slot ^ _position)) / LevelBits;
        var index = (int)(slot >> (level * LevelBits)) & (SlotsPerLevel - 1);
        var at = level * SlotsPerLevel + index;
        (_lists[level] ??= new TimerList[SlotsPerLevel])[index].Add(entry);
        entry.List = (short)at;
        _occupied[at / 64] |= 1UL << (at % 64);
    }

    private void RemoveFromList(TimerEntry entry)
    {
        var at = entry.List;
        ref var list = ref ListAt(at);
        list.Remove(entry);
        entry.List = -1;
        if (list.First is null)
            _occupied[at / 64] &= ~(1UL << (at % 64));
    }

    private ref TimerList ListAt(int at) => ref _lists[at / SlotsPerLevel]![at % SlotsPerLevel];

    private void Spread(int list, ref int budget)
    {
        while (ListAt(list).First is { } entry && budget-- > 0)
        {
            RemoveFromList(entry);
            Place(entry);
        }
    }

    private void DiscardCleared()
    {
        while (_near.TryPeek(out var entry, out var key) && !IsCurrent(entry, key))
            _near.Dequeue();
        if (_near.Count == 0 && _near.EnsureCapacity(0) > CapacityToKeep)
            _near.TrimExcess();
    }

    // The heap keeps what was cleared, or set anew, until it comes to the top.
    private static bool IsCurrent(TimerEntry entry, (long Due, uint Order) key) => entry.Due == key.Due && entry.Ticket == key.Order;

    // The first occupied slot's number, counted in slots of the lowest level, and its list; the highest level first where two begin
    // together.
    private long NextSlot(out int list)
    {
        var first = Never;
        list = -1;
        for (var level = Levels - 1; level >= 0; level--)
        {
            var shift = level * LevelBits;
            var index = FirstOccupied(level, (int)(_position >> shift) & (SlotsPerLevel - 1));
            if (index < 0)
                continue;
            var slot = (_position >> (shift + LevelBits) << (shift + LevelBits)) | ((long)index << shift);
            if (slot < first)
            {
                first = slot;
                list = level * SlotsPerLevel + index;
            }
        }

        return first;
    }

    private int FirstOccupied(int level, int from)
    {
        const int WordsPerLevel = SlotsPerLevel / 64;
        for (var word = from / 64; word < WordsPerLevel; word++)
        {
            var bits = _occupied[level * WordsPerLevel + word];
            if (word == from / 64)
                bits &= ulong.MaxValue << (from % 64);
            if (bits != 0)
                return word * 64 + BitOperations.TrailingZeroCount(bits);
        }

        return -1;
    }
}
