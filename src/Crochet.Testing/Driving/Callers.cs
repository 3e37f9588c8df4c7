using System.Diagnostics.CodeAnalysis;

namespace Crochet.Testing.Driving;

/// <summary>The callers that have not ended, in the order in which they were added. From any thread.</summary>
internal sealed class Callers
{
    private readonly Lock _lock = new();
    private readonly List<Caller> _list = [];
    private readonly Queue<Caller> _failed = new();
    private int _added;
    private bool _isClosed;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _list.Count == 0;
        }
    }

    public bool HasFailed
    {
        get
        {
            lock (_lock)
                return _failed.Count > 0;
        }
    }

    /// <summary>When the first wait of one ends for want of a result; <see cref="long.MaxValue"/> where none does.</summary>
    public long NextDeadline
    {
        get
        {
            lock (_lock)
                return _list.Count == 0 ? long.MaxValue : _list.Min(static caller => caller.Deadline);
        }
    }

    /// <param name="schedule">Says when it goes on.</param>
    /// <param name="name">Null: it is named by its number.</param>
    /// <param name="body">What it does.</param>
    /// <exception cref="ObjectDisposedException">There are no more callers.</exception>
    public void Add(CallerSchedule schedule, string? name, Action body)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(TestLoop));
            _added++;
            _list.Add(new Caller(schedule, name ?? $"caller {_added}", body));
        }
    }

    /// <summary>One that nobody has added by hand, and that is not counted. Nothing when there are no more callers.</summary>
    public void AddUnlessClosed(Caller caller)
    {
        lock (_lock)
        {
            if (!_isClosed)
                _list.Add(caller);
        }
    }

    /// <summary>No more are added; false when that was so before.</summary>
    public bool TryClose()
    {
        lock (_lock)
            return !_isClosed && (_isClosed = true);
    }

    public void OnEnded(Caller caller)
    {
        lock (_lock)
        {
            _list.Remove(caller);
            if (caller.Failure is not null)
                _failed.Enqueue(caller);
        }
    }

    /// <summary>The first of those that threw, each once.</summary>
    public bool TryTakeFailed([NotNullWhen(true)] out Caller? failed)
    {
        lock (_lock)
            return _failed.TryDequeue(out failed);
    }

    public void AddReadyTo(List<Actor> ready)
    {
        lock (_lock)
        {
            foreach (var caller in _list)
            {
                if (caller.IsReady)
                    ready.Add(caller);
            }
        }
    }

    public List<Caller> ToList()
    {
        lock (_lock)
            return [.. _list];
    }
}
