using System.Collections.Concurrent;

namespace Crochet.Tests;

/// <summary>A stand-in for a UI thread: a thread that some framework owns, with a context that posts to it.</summary>
internal sealed class PumpedContext : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

    public PumpedContext()
    {
        Thread = new Thread(Pump) { IsBackground = true, Name = "Pump" };
        Thread.Start();
    }

    public Thread Thread { get; }

    /// <summary>What escaped from a callback: on a UI thread it would have ended the application.</summary>
    public ConcurrentQueue<Exception> Escaped { get; } = new();

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The loop must only post.");

    /// <summary>Runs a function of the framework's own on the thread, outside any loop, and waits for it.</summary>
    public T Invoke<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>();
        Post(_ =>
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }, null);
        if (!done.Task.Wait(TestTimeouts.MustNotElapse))
            throw new AssertFailedException("The pump had not run the function when the hang guard elapsed.");
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>On the thread: runs what has been posted, as a modal dialog does.</summary>
    public void PumpWhatIsThere()
    {
        while (_queue.TryTake(out var posted))
            posted.Callback(posted.State);
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        Thread.Join(TestTimeouts.MustNotElapse);
        _queue.Dispose();
    }

    private void Pump()
    {
        SetSynchronizationContext(this);
        foreach (var (callback, state) in _queue.GetConsumingEnumerable())
        {
            try
            {
                callback(state);
            }
            catch (Exception exception)
            {
                Escaped.Enqueue(exception);
            }
        }
    }
}
