namespace Crochet;

/// <summary>A doubly linked list through its entries: adding and removing cost the same however long it is.</summary>
internal sealed class TimerList(int level, int slot)
{
    private TimerEntry? _last;

    public TimerEntry? First { get; private set; }

    /// <summary>Where in its wheel the list stands.</summary>
    public int Level { get; } = level;

    public int Slot { get; } = slot;

    public void Add(TimerEntry entry)
    {
        entry.List = this;
        entry.Previous = _last;
        if (_last is null)
            First = entry;
        else
            _last.Following = entry;
        _last = entry;
    }

    public void Remove(TimerEntry entry)
    {
        if (entry.Previous is null)
            First = entry.Following;
        else
            entry.Previous.Following = entry.Following;
        if (entry.Following is null)
            _last = entry.Previous;
        else
            entry.Following.Previous = entry.Previous;
        entry.Previous = entry.Following = null;
        entry.List = null;
    }
}
