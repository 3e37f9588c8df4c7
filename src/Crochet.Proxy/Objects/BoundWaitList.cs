using System.Diagnostics.CodeAnalysis;

namespace Crochet.Objects;

/// <summary>Who waits for an object to be made, in the order of their coming. Loop thread, unless a member says otherwise.</summary>
internal sealed class BoundWaitList(EventLoop loop)
{
    private readonly Queue<BoundWait> _waits = new();
    private int _calls;

    public bool IsEmpty => _waits.Count == 0;

    /// <summary>How many of them are calls. From any thread.</summary>
    public int CallCount => Volatile.Read(ref _calls);

    public void Add(BoundWait wait)
    {
        if (wait.IsCall)
            Volatile.Write(ref _calls, _calls + 1);
        _waits.Enqueue(wait);
    }

    public bool TryTake([NotNullWhen(true)] out BoundWait? wait)
    {
        if (!_waits.TryDequeue(out wait))
            return false;
        if (wait.IsCall)
            Volatile.Write(ref _calls, _calls - 1);
        return true;
    }

    /// <summary>Gives the failure to those who wait now; false where nobody has taken it.</summary>
    public bool TryFail(Exception failure)
    {
        var isTold = false;
        for (var count = _waits.Count; count > 0 && TryTake(out var wait); count--)
        {
            loop.Turns.UseOwnSynchronizationContext();
            isTold |= wait.TryFail(failure);
        }

        return isTold;
    }
}
