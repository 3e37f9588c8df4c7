using Crochet.Diagnostics;

namespace Crochet.Calls;

/// <summary>Calls whose body is a delegate.</summary>
internal abstract class DelegateInvoker : CallInvoker
{
    public override bool TakesToken => false;

    public override string GetName(object body) => body is Delegate function ? MethodName.Of(function) : "A call";

    protected static TTask NotNull<TTask>(TTask? task, object body) where TTask : class => task
        ?? throw new InvalidOperationException(
            $"{MethodName.Of((Delegate)body)} returned null where it must return a task or a result. Return Task.CompletedTask, or a "
                + "result that has ended.");

    protected static void Follow(EventualResult call, ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.GetAwaiter().GetResult();
            call.Succeed();
        }
        else
        {
            call.Follow(task.AsTask());
        }
    }

    protected static void Follow<T>(EventualResult call, ValueTask<T> task)
    {
        if (task.IsCompletedSuccessfully)
            ((EventualResult<T>)call).Succeed(task.Result);
        else
            call.Follow(task.AsTask());
    }
}
