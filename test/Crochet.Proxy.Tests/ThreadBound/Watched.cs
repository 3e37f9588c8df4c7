namespace Crochet.Tests.ThreadBound;

[WaitFor(15)]
[Compiled]
public interface IWatched
{
    int Count { get; set; }

    void Fail();

    Task<int> NextLaterAsync(CancellationToken cancellationToken);

    [RunInReactor]
    void Forget();
}

/// <summary>Counts, in every member and before and after every await, who touches it off its loop's thread or after its end.</summary>
public sealed class Watched : IWatched, IAsyncDisposable
{
    private static int _made;
    private static int _disposed;
    private static int _touchedElsewhere;
    private static int _touchedAfterItsEnd;

    private readonly EventLoop _loop;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _isDisposed;
    private int _count;

    public Watched(EventLoop loop)
    {
        _loop = loop;
        Interlocked.Increment(ref _made);
        Check();
    }

    public static int Made => _made;

    public static int Disposed => _disposed;

    public static int TouchedElsewhere => _touchedElsewhere;

    public static int TouchedAfterItsEnd => _touchedAfterItsEnd;

    public int Count
    {
        get
        {
            Check();
            return _count;
        }
        set
        {
            Check();
            _count = value;
        }
    }

    public static void Reset() => _made = _disposed = _touchedElsewhere = _touchedAfterItsEnd = 0;

    public void Fail()
    {
        Check();
        throw new FormatException();
    }

    public async Task<int> NextLaterAsync(CancellationToken cancellationToken)
    {
        Check();
        try
        {
            await Task.Yield();
            Check();
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }
        finally
        {
            Check();
        }

        return ++_count;
    }

    public void Forget() => Check();

    public async ValueTask DisposeAsync()
    {
        Check();
        await Task.Yield();
        Check();
        _isDisposed = true;
        Interlocked.Increment(ref _disposed);
    }

    private void Check()
    {
        if (!_loop.IsInLoopThread || Environment.CurrentManagedThreadId != _thread)
            Interlocked.Increment(ref _touchedElsewhere);
        if (_isDisposed)
            Interlocked.Increment(ref _touchedAfterItsEnd);
    }
}
