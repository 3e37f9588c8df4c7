using System.Runtime.CompilerServices;
using Crochet.Driving;

namespace Crochet.Waiting;

/// <summary>
/// The task that all who await a result share. It refers to the result by its AsyncState: that keeps the result alive for those who await
/// it, and tells which failure it was when the collector finds that nobody has looked at the task's exception.
/// </summary>
internal class ResultTask<T>(EventualResult result)
    : TaskCompletionSource<T>(result, Schedule.TaskOptionsOf(result.Loop)), IResultTask
{
    Task IResultTask.Task => Task;

    public bool KeepsResult => true;

    public virtual void OnEnded(EventualResult ended)
    {
        if (ended.FailureOfEnd is not { } record)
        {
            TrySetResult(ended is EventualResult<T> typed ? typed.Value : default!);
            return;
        }

        var failure = record.Failure;
        if (failure.Exception is OperationCanceledException cancellation)
        {
            SetFromTask(Cancelled(cancellation));
            return;
        }

        record.HandToTask();
        UnobservedTasks.Watch();
        TrySetException(failure.Exception);
        // The caller is told of a refusal by this task; where it drops the task, nobody is.
        if (failure.Exception is EventLoopOverloadedException)
            _ = Task.Exception;
    }

    // Only an async method's builder makes a cancelled task that throws the original exception.
    private static Task<T> Cancelled(OperationCanceledException cancellation)
    {
        var builder = AsyncTaskMethodBuilder<T>.Create();
        builder.SetException(cancellation);
        return builder.Task;
    }
}
