using System.Runtime.CompilerServices;

namespace Crochet.Tests.LiveValues;

/// <summary>Hands out streams of every kind.</summary>
[Compiled]
public interface ISensor
{
    [WaitFor(seconds: 15)]
    IAsyncEnumerable<int> Count(int to);

    [WaitFor(seconds: 15)]
    IAsyncEnumerable<int> CountUntil(CancellationToken cancellationToken);

    [RunInReactor]
    IAsyncEnumerable<int> CountFreely(int to);

    [WaitFor(seconds: 0.5)]
    IEnumerable<int> ListQuickly();

    [WaitFor(seconds: 15)]
    IEnumerable<int> List(int to);

    [WaitFor(seconds: 15)]
    Task<IAsyncEnumerable<int>> CountLaterAsync(int to);

    [WaitFor(seconds: 15)]
    ValueTask<IEnumerable<int>> ListLaterAsync(int to);

    [RunInReactor]
    EventualResult<IAsyncEnumerable<int>> BeginCount(int to);

    [RunInReactor]
    EventualResult<IEnumerable<int>> BeginList(int to);

    [WaitFor(seconds: 15)]
    IAsyncEnumerable<int> Counter { get; }

    [WaitFor(seconds: 15), Prefetch(3)]
    IAsyncEnumerable<int> CountAhead(int to);

    [WaitFor(seconds: 15), Prefetch(3)]
    IEnumerable<int> ListAhead(int to);

    [WaitFor(seconds: 15)]
    IAsyncEnumerable<T> Repeat<T>(T item);
}

/// <summary>Counts from 1, and takes down where each step ran. Its streams never end on their own where they are given 0.</summary>
public sealed class Sensor
{
    private TaskCompletionSource _gate = new();

    public Sensor() => _gate.SetResult();

    /// <summary>What ran in the loop, and how often.</summary>
    public int Calls { get; private set; }

    /// <summary>How many items have been made.</summary>
    public int Made { get; private set; }

    /// <summary>The loops in which iterators ended, one for each.</summary>
    public List<EventLoop?> Ends { get; } = [];

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool WasCancelled { get; private set; }

    /// <summary>What the next step throws.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Where the item is made that the gate holds.</summary>
    public int GateAt { get; set; }

    /// <summary>What the iterator does at its end.</summary>
    public Action? AtEnd { get; set; }

    public TaskCompletionSource Waiting { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AsyncLocal<string?> Ambient { get; } = new();

    public List<string?> Ambients { get; } = [];

    public void CloseGate(int at)
    {
        GateAt = at;
        _gate = new TaskCompletionSource();
    }

    public void OpenGate() => _gate.SetResult();

    public IAsyncEnumerable<int> Count(int to, CancellationToken cancellationToken = default)
    {
        Calls++;
        return CountAsync(to, cancellationToken);
    }

    public IAsyncEnumerable<int> CountUntil(CancellationToken cancellationToken) => Count(0, cancellationToken);

    public IAsyncEnumerable<int> CountFreely(int to) => Count(to);

    public IEnumerable<int> ListQuickly() => List(0);

    public IEnumerable<int> List(int to)
    {
        Calls++;
        return to < 0 ? new List<int> { 1, 2, 3 } : Iterate(to);
    }

    public async Task<IAsyncEnumerable<int>> CountLaterAsync(int to)
    {
        await Task.Yield();
        return Count(to);
    }

    public async Task<IEnumerable<int>> ListLaterAsync(int to)
    {
        await Task.Yield();
        return List(to);
    }

    public IAsyncEnumerable<int> BeginCount(int to) => Count(to);

    public IEnumerable<int> BeginList(int to) => List(to);

    public IAsyncEnumerable<int> Counter => Count(2);

    public IAsyncEnumerable<int> CountAhead(int to) => Count(to);

    public IEnumerable<int> ListAhead(int to) => List(to);

    public async IAsyncEnumerable<T> Repeat<T>(T item)
    {
        await Task.Yield();
        yield return item;
        yield return item;
    }

    private async IAsyncEnumerable<int> CountAsync(int to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var item = 1; to == 0 || item <= to; item++)
            {
                if (item == GateAt)
                {
                    Waiting.TrySetResult();
                    await _gate.Task.WaitAsync(cancellationToken);
                }

                await Task.Yield();
                Step();
                yield return item;
            }
        }
        finally
        {
            WasCancelled = cancellationToken.IsCancellationRequested;
            End();
        }
    }

    private IEnumerable<int> Iterate(int to)
    {
        try
        {
            for (var item = 1; to == 0 || item <= to; item++)
            {
                Step();
                yield return item;
            }
        }
        finally
        {
            End();
        }
    }

    private void Step()
    {
        Ambients.Add(Ambient.Value);
        Assert.IsNotNull(EventLoop.Current, "A step ran outside the loop.");
        if (Failure is { } failure)
            throw failure;
        Made++;
    }

    private void End()
    {
        Ends.Add(EventLoop.Current);
        Ended.TrySetResult();
        AtEnd?.Invoke();
    }
}
