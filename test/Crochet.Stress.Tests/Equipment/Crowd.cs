using System.Collections.Concurrent;

namespace Crochet.Stress;

/// <summary>Threads that do one thing after another together, each time beginning in the same instant.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Barrier _gather;
    private readonly ConcurrentQueue<Exception> _errors = new();
    private Action<int>? _work;

    public Crowd(int count)
    {
        _gather = new Barrier(count + 1);
        _threads =
            [.. Enumerable.Range(0, count).Select(index => new Thread(() => Work(index)) { IsBackground = true, Name = $"Crowd {index}" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    public int Count => _threads.Length;

    /// <summary>Runs <paramref name="work"/> on every thread, and returns when all have done it.</summary>
    /// <param name="work">Gets the thread's index.</param>
    /// <param name="what">What a failure is told with: a seed, a round.</param>
    public void Do(Action<int> work, Func<string> what)
    {
        _work = work;
        Gather(what);
        Gather(what);
        if (_errors.TryDequeue(out var error))
            throw new AssertFailedException($"{what()}: {error}");
    }

    public void Dispose()
    {
        _work = null;
        _gather.SignalAndWait(TestTimeouts.MustNotElapse);
        foreach (var thread in _threads)
            thread.Join(TestTimeouts.MustNotElapse);
    }

    private void Gather(Func<string> what)
    {
        if (!_gather.SignalAndWait(TestTimeouts.MustNotElapse))
            throw new AssertFailedException(
                $"{what()}: a thread was still blocked when the hang guard elapsed. {string.Join(" ", _errors)}");
    }

    private void Work(int index)
    {
        while (true)
        {
            _gather.SignalAndWait();
            if (_work is not { } work)
                return;
            try
            {
                work(index);
            }
            catch (Exception exception)
            {
                _errors.Enqueue(exception);
            }

            _gather.SignalAndWait();
        }
    }
}
