using System.Runtime.ExceptionServices;

namespace Crochet.Tests;

/// <summary>A thread of its own that makes one call, which a test can see blocking and whose outcome it takes.</summary>
internal sealed class Caller<T>
{
    private readonly Thread _thread;
    private T _value = default!;
    private ExceptionDispatchInfo? _error;

    public Caller(Func<T> call)
    {
        _thread = new Thread(() => Make(call)) { IsBackground = true, Name = "Caller" };
        _thread.Start();
    }

    public bool HasReturned => !_thread.IsAlive;

    public Caller<T> UntilBlocked()
    {
        Wait.Until(() => (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0 || HasReturned);
        return this;
    }

    public void Interrupt() => _thread.Interrupt();

    public T Join()
    {
        if (!_thread.Join(TestTimeouts.MustNotElapse))
            throw new AssertFailedException("A caller was still blocked when the hang guard elapsed.");
        _error?.Throw();
        return _value;
    }

    private void Make(Func<T> call)
    {
        try
        {
            _value = call();
        }
        catch (Exception exception)
        {
            _error = ExceptionDispatchInfo.Capture(exception);
        }
    }
}

internal static class Caller
{
    public static Caller<T> Start<T>(Func<T> call) => new(call);

    public static Caller<bool> Start(Action call) => new(() =>
    {
        call();
        return true;
    });

    /// <summary>Many callers that begin in the same instant.</summary>
    public static Caller<T>[] StartTogether<T>(int count, Func<int, T> call)
    {
        var barrier = new Barrier(count);
        return [.. Enumerable.Range(0, count).Select(index => Start(() =>
        {
            barrier.SignalAndWait(TestTimeouts.MustNotElapse);
            return call(index);
        }))];
    }
}
