namespace Crochet.Streams;

/// <summary>
/// Items on their way from the loop, which makes them ahead up to a limit, to their reader, which takes them. Neither waits for the other.
/// </summary>
/// <remarks>
/// <para>Invariant: the items from Taken to Added are in the blocks, in order, and do not change. The loop writes an item, and links the
/// next block, before it writes the number that covers them; the reader reads that number first.</para>
/// <para>Each side has its own number to itself, and looks at the other's when what it knows of it is used up: so the two fetch from each
/// other's processor what a batch is made of, and not what each item is.</para>
/// <para>The loop pauses at the limit. The reader asks for more when half of it is gone and the loop pauses: it writes what it has taken
/// and then reads whether more are made; the loop writes that it makes no more and then reads what was taken. So one of them sees the
/// other.</para>
/// </remarks>
internal sealed class MadeItems<T>
{
    private const int BlockSize = 64;

    private readonly int _limit;
    private readonly Adding _adding;
    private readonly Taking _taking;

    // An empty block, on its way back to the loop.
    private Block? _spare;

    // 1: more are being made, or have been asked for.
    private int _isMade;

    public MadeItems(int limit)
    {
        var first = new Block();
        _limit = limit;
        _adding = new() { Block = first };
        _taking = new() { Block = first };
    }

    /// <summary>Loop: there is none to be taken.</summary>
    public bool IsEmpty => !AreAhead(1);

    /// <summary>Loop: it makes some, asked or not.</summary>
    public void Resume() => Volatile.Write(ref _isMade, 1);

    /// <summary>Loop: at the limit, whether it makes no more until the reader has asked.</summary>
    public bool TryPause()
    {
        if (!AreAhead(_limit))
            return false;
        // Pairs with MustAsk.
        Interlocked.Exchange(ref _isMade, 0);
        return AreAhead((_limit / 2) + 1) || Interlocked.Exchange(ref _isMade, 1) == 1;
    }

    /// <summary>Loop.</summary>
    public void Add(T item)
    {
        var adding = _adding;
        var added = adding.Added.Value;
        var index = (int)(added % BlockSize);
        if (index == 0 && added > 0)
            adding.Block = adding.Block.Next = Interlocked.Exchange(ref _spare, null) ?? new Block();
        adding.Block.Items[index] = item;
        Volatile.Write(ref adding.Added.Value, added + 1);
    }

    /// <summary>Reader.</summary>
    public bool TryTake(out T item)
    {
        var taking = _taking;
        var taken = taking.Taken.Value;
        if (taken == taking.KnownAdded && taken == (taking.KnownAdded = Volatile.Read(ref _adding.Added.Value)))
        {
            item = default!;
            return false;
        }

        var index = (int)(taken % BlockSize);
        if (index == 0 && taken > 0)
        {
            var empty = taking.Block;
            taking.Block = empty.Next!;
            empty.Next = null;
            Volatile.Write(ref _spare, empty);
        }

        ref var place = ref taking.Block.Items[index];
        item = place;
        place = default!;
        Volatile.Write(ref taking.Taken.Value, taken + 1);
        return true;
    }

    /// <summary>Reader, after it has taken an item: whether it is to ask for more now. True once for each pause.</summary>
    public bool MustAsk()
    {
        var taking = _taking;
        var most = taking.Taken.Value + (_limit / 2);
        if (taking.KnownAdded > most || (taking.KnownAdded = Volatile.Read(ref _adding.Added.Value)) > most)
            return false;
        // Pairs with TryPause.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _isMade) == 0 && Interlocked.Exchange(ref _isMade, 1) == 0;
    }

    private bool AreAhead(int count)
    {
        var adding = _adding;
        var least = adding.Added.Value - count;
        return adding.KnownTaken <= least && (adding.KnownTaken = Volatile.Read(ref _taking.Taken.Value)) <= least;
    }

    private sealed class Block
    {
        public T[] Items { get; } = new T[BlockSize];

        public Block? Next { get; set; }
    }

    private sealed class Adding
    {
        public PaddedCount Added;

        public required Block Block { get; set; }

        public long KnownTaken { get; set; }
    }

    private sealed class Taking
    {
        public PaddedCount Taken;

        public required Block Block { get; set; }

        public long KnownAdded { get; set; }
    }
}
