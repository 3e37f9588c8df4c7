namespace Crochet.Testing.Driving;

/// <summary>Who may drive: one thread, once at a time, and none of those that are driven.</summary>
internal sealed class Seat(CallerSchedule schedule)
{
    private readonly Thread _owner = Thread.CurrentThread;
    private volatile bool _isTaken;

    public bool IsTaken => _isTaken;

    public bool IsOwner => ReferenceEquals(Thread.CurrentThread, _owner);

    /// <exception cref="InvalidOperationException">It is another thread's, or it is taken.</exception>
    public void Take(string loop)
    {
        ThrowIfNested(loop);
        if (!IsOwner)
        {
            throw new InvalidOperationException(
                $"The TestLoop of '{loop}' is driven by the thread that made it, which is another one. Drive it there. After an await a "
                + "test may be on another thread: make the TestLoop after it, or put what awaits into TestLoop.Run.");
        }

        _isTaken = true;
    }

    /// <summary>For the last time: on any thread, and nobody sits there.</summary>
    public void TakeToEnd() => _isTaken = true;

    public void Leave() => _isTaken = false;

    /// <exception cref="InvalidOperationException">Whoever calls is driven now.</exception>
    public void ThrowIfNested(string loop)
    {
        if (Caller.Here is { } caller && ReferenceEquals(caller.Schedule, schedule))
        {
            throw new InvalidOperationException(
                $"{caller.Name} cannot drive the TestLoop that lets it go on. A caller calls the loop and waits; the test drives.");
        }

        if (_isTaken)
        {
            throw new InvalidOperationException(
                $"The TestLoop of '{loop}' is being driven. What runs in a turn, or in a timer's callback, cannot drive it: await there, "
                + "and drive in the test.");
        }
    }
}
