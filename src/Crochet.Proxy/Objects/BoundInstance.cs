using Crochet.Implementations;
using Crochet.Running;
using Crochet.Streams;

namespace Crochet.Objects;

/// <summary>One made implementation. All of it is the loop thread's.</summary>
internal sealed class BoundInstance(BoundObject owner, object value, IAsyncDisposable? scope, Implementation implementation)
    : IBoundObject, IStreamHolder
{
    // Made by the first stream.
    private HashSet<IOpenStream>? _streams;
    private Task? _disposal;

    public object Value { get; } = value;

    public Implementation Implementation { get; } = implementation;

    public string Name => owner.Name;

    /// <summary>It takes no new call.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>How many calls have begun on it and not ended, abandoned ones among them.</summary>
    public int InFlight { get; private set; }

    /// <summary>It is to be disposed of. Streams hold it no longer: each one's next step fails with what has failed.</summary>
    public void Retire(Exception failure)
    {
        IsRetired = true;
        foreach (var stream in _streams?.ToArray() ?? [])
            stream.Fail(failure);
    }

    public void Enter() => InFlight++;

    public void Enter(IOpenStream stream)
    {
        Enter();
        (_streams ??= []).Add(stream);
    }

    public void Leave(IOpenStream stream)
    {
        _streams!.Remove(stream);
        Leave();
    }

    public void OnFailure(Exception failure) => owner.OnFailure(this, failure);

    /// <summary>A call has ended. Nothing follows from that unless it was the last, and the instance is to go.</summary>
    public void Leave()
    {
        if (--InFlight == 0 && (IsRetired || owner.IsClosing))
            owner.Settle();
    }

    /// <summary>A call has failed.</summary>
    public void Leave(Exception failure, CancellationToken token)
    {
        InFlight--;
        // A cancellation or a timeout has been asked about already, when its token was signalled.
        if (!token.IsCancellationRequested)
            owner.OnFailure(this, failure);
        owner.Settle();
    }

    /// <summary>A call's task has ended.</summary>
    public void Leave(Task task, CancellationToken token)
    {
        if (FailureOf(task) is { } failure)
            Leave(failure, token);
        else
            Leave();
    }

    /// <summary>A call has returned a task that goes on.</summary>
    public void LeaveAfter(Task task, CancellationToken token)
    {
        owner.Loop.Turns.UseOwnSynchronizationContext();
        task.GetAwaiter().UnsafeOnCompleted(() => Leave(task, token));
    }

    /// <summary>Asks, when the token is signalled by a cancellation or a timeout, whether the instance is to be made anew.</summary>
    public void Watch(EventualResult call, CancellationToken token) => token.UnsafeRegister(
        static state =>
        {
            var (instance, owner, call) = ((BoundInstance, BoundObject, EventualResult))state!;
            owner.OnFailure(instance, call.FailureOfEnding?.Failure.Exception
                ?? new OperationCanceledException($"A call of {owner.Name} was cancelled."));
        },
        (this, owner, call));

    private static Exception? FailureOf(Task task) => task switch
    {
        { IsCanceled: true } => new TaskCanceledException(task),
        { Exception: { } exception } => exception.InnerException ?? exception,
        _ => null,
    };

    public ValueTask DisposeOnLoopAsync() => new(_disposal ??= DisposeAsync());

    private async Task DisposeAsync()
    {
        IsRetired = true;
        owner.Loop.Turns.UseOwnSynchronizationContext();
        await TryDisposeAsync(Value).ConfigureAwait(true);
        await TryDisposeAsync(scope).ConfigureAwait(true);
        owner.Loop.BoundObjects.Remove(this);
    }

    // What one disposal throws stops no other.
    private async ValueTask TryDisposeAsync(object? disposable)
    {
        try
        {
            if (disposable is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(true);
            else if (disposable is IDisposable synchronous)
                synchronous.Dispose();
        }
        catch (Exception exception)
        {
            owner.Loop.Report(new Failure(exception), $"The disposal of {Name}");
        }
    }
}
