using Crochet.Diagnostics;

namespace Crochet.Calls;

/// <summary>Calls whose body is a delegate.</summary>
internal abstract class DelegateInvoker : CallInvoker
{
    public override bool TakesToken => false;

    public override string GetName(object body) => body is Delegate function ? MethodName.Of(function) : "A call";

    protected static TTask NotNull<TTask>(TTask? task, object body) where TTask : Task => task
        ?? throw new InvalidOperationException($"{MethodName.Of((Delegate)body)} returned null where a task was expected. Return Task.CompletedTask.");
}
