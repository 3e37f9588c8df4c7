using Crochet.Driving;
using Crochet.Interfaces;

namespace Crochet.Callbacks;

/// <summary>A call that the implementation awaits, which gets its value or its failure.</summary>
internal sealed class AwaitedDelivery<T>(CallbackTarget callback, Func<object?> call, ReturnShape shape)
    : CallbackDelivery(callback.Giving, call)
{
    private readonly TaskCompletionSource<T> _completion = new(Schedule.TaskOptionsOf(callback.Channel.Loop));

    public override bool NeedsPool => Giving.IsCallerBlocked;

    /// <summary>What the implementation is given.</summary>
    public object Returned => shape switch
    {
        { Kind: ReturnKind.Task } => _completion.Task,
        { IsVoid: true } => new ValueTask(_completion.Task),
        _ => new ValueTask<T>(_completion.Task),
    };

    public override async Task RunAsync(CallbackChannel channel)
    {
        // A test that drives the loop sees nothing of the thread pool.
        var isDriven = channel.Loop.Schedule is not null;
        try
        {
            switch (Call())
            {
                case Task<T> task:
                    _completion.TrySetResult(await task.ConfigureAwait(isDriven));
                    break;
                case ValueTask<T> task:
                    _completion.TrySetResult(await task.ConfigureAwait(isDriven));
                    break;
                case Task task:
                    await task.ConfigureAwait(isDriven);
                    _completion.TrySetResult(default!);
                    break;
                case ValueTask task:
                    await task.ConfigureAwait(isDriven);
                    _completion.TrySetResult(default!);
                    break;
                default:
                    throw new InvalidOperationException($"A callback of {channel.Name} returned null where it must return a task.");
            }
        }
        catch (OperationCanceledException cancellation)
        {
            _completion.TrySetCanceled(cancellation.CancellationToken);
        }
        catch (Exception exception)
        {
            _completion.TrySetException(exception);
        }
    }

    public override void Drop(string loop) => _completion.TrySetException(new EventLoopStoppedException(loop, isWithdrawn: true));
}
