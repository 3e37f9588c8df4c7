namespace Crochet.Timing;

/// <summary>A doubly linked list through its entries: adding and removing cost the same however long it is.</summary>
internal struct TimerList
{
    private TimerEntry? _last;

    public TimerEntry? First { get; private set; }

    public void Add(TimerEntry entry)
    {
        entry.Previous = _last;
        if (_last is null)
            First = entry;
        else
            _last.Next = entry;
        _last = entry;
    }

    public void Remove(TimerEntry entry)
    {
        var next = (TimerEntry?)entry.Next;
        if (entry.Previous is null)
            First = next;
        else
            entry.Previous.Next = next;
        if (next is null)
            _last = entry.Previous;
        else
            next.Previous = entry.Previous;
        entry.Previous = null;
        entry.Next = null;
    }
}
