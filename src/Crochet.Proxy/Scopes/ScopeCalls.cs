using System.Diagnostics;
using Crochet.Invoking;
using Crochet.Sending;
using Crochet.Streams;

namespace Crochet.Scopes;

/// <summary>
/// The calls in flight of the implementations that belong to one container's scope. From any thread. A call is in it from before it is
/// queued until its work has ended, or until it is certain never to run.
/// </summary>
internal sealed class ScopeCalls
{
    private readonly Lock _lock = new();
    private readonly HashSet<ScopeCall> _calls = [];
    private TaskCompletionSource? _idle;
    private long _endBegan;

    public IReadOnlyList<ScopeCall> InFlight
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>Sends a call, and counts it.</summary>
    public object? Send(CallSender sender, CallArguments arguments, EventLoop loop, CancellationToken callerToken)
    {
        if (sender.IsSentByReaders)
        {
            var stream = (IScopedStream)sender.Send(arguments, callerToken)!;
            stream.Scope = this;
            return stream;
        }

        return Send(sender.Name, arguments, loop, arguments => sender.Send(arguments, callerToken));
    }

    /// <inheritdoc cref="Send(CallSender, CallArguments, EventLoop, CancellationToken)"/>
    public TReturn Send<TReturn>(string name, CallArguments arguments, EventLoop loop, Func<CallArguments, TReturn> send)
    {
        var call = Begin(loop, name);
        arguments.Scope = call;
        try
        {
            return send(arguments);
        }
        catch (Exception exception) when (exception is not ThreadInterruptedException)
        {
            // It may never have come to the queue. Of a caller that was interrupted it is still there.
            call.Withdraw();
            throw;
        }
    }

    /// <summary>Counts a call that is about to be queued.</summary>
    public ScopeCall Begin(EventLoop loop, string name)
    {
        var call = new ScopeCall(this, loop, name);
        lock (_lock)
            _calls.Add(call);
        return call;
    }

    /// <summary>Ends when no call is in flight.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
        {
            if (_calls.Count == 0)
                return Task.CompletedTask;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>What is left of the time that the scope's end lets calls go on. It began at the first such question.</summary>
    public TimeSpan LeftOf(TimeSpan drain)
    {
        if (drain == Timeout.InfiniteTimeSpan)
            return drain;
        Interlocked.CompareExchange(ref _endBegan, Stopwatch.GetTimestamp(), 0);
        var left = drain - Stopwatch.GetElapsedTime(_endBegan);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>
    /// Withdraws what is queued, and has the tokens of the rest signalled; the task ends when they have been. On a loop's thread those of
    /// its calls are at once.
    /// </summary>
    public static Task CancelAsync(IReadOnlyList<ScopeCall> calls)
    {
        foreach (var call in calls)
        {
            call.Withdraw();
            if (call.Loop.IsInLoopThread)
                call.SignalHere();
        }

        // A call whose turn this is, or of another loop, has its token signalled in a turn of its own.
        return Task.WhenAll(calls.GroupBy(static call => call.Loop).Select(static ofLoop =>
        {
            var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ofLoop.Key.SynchronizationContext.Post(
                _ =>
                {
                    foreach (var call in ofLoop)
                        call.Signal();
                    signalled.SetResult();
                },
                null);
            // What comes to a loop after its stop is dropped, and the calls have ended with it.
            return Task.WhenAny(signalled.Task, ofLoop.Key.Completion);
        }));
    }

    public void Remove(ScopeCall call)
    {
        TaskCompletionSource? idle = null;
        lock (_lock)
        {
            if (_calls.Remove(call) && _calls.Count == 0)
                (idle, _idle) = (_idle, null);
        }

        idle?.SetResult();
    }
}
