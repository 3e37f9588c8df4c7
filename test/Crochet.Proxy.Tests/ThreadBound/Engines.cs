namespace Crochet.Tests.ThreadBound;

[WaitFor(15)]
[Compiled]
public interface IEngine
{
    int Next();

    Task<int> NextLaterAsync(CancellationToken cancellationToken = default);

    EventLoop? Where { get; }

    void Fail(Exception exception);

    Task HoldAsync(Task gate);

    [RunInReactor]
    EventualResult<int> Begin();
}

/// <summary>Checks its thread in every member, and tells what happens to it.</summary>
public sealed class Engine : IEngine, IAsyncDisposable
{
    private readonly EventLoop _loop = EventLoop.Current ?? throw new InvalidOperationException("Made off a loop.");
    private readonly List<string>? _log;
    private readonly int _number;
    private int _last;

    public Engine(List<string>? log = null, int number = 0)
    {
        _log = log;
        _number = number;
        log?.Add($"made {number}");
    }

    public bool IsDisposed { get; private set; }

    public EventLoop? Where => Checked(EventLoop.Current);

    public int Next() => Checked(++_last);

    public async Task<int> NextLaterAsync(CancellationToken cancellationToken)
    {
        Checked(0);
        await Task.Yield();
        return Checked(++_last);
    }

    public void Fail(Exception exception) => throw Checked(exception);

    public async Task HoldAsync(Task gate)
    {
        Checked(0);
        await gate;
        Checked(0);
    }

    public EventualResult<int> Begin() => Next();

    public async ValueTask DisposeAsync()
    {
        Checked(0);
        await Task.Yield();
        Checked(0);
        IsDisposed = true;
        _log?.Add($"disposed {_number}");
    }

    private T Checked<T>(T value)
    {
        if (!_loop.IsInLoopThread)
            throw new InvalidOperationException("Touched off its loop.");
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return value;
    }
}
