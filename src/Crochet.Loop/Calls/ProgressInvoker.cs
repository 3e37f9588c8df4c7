namespace Crochet.Calls;

/// <summary>A call whose body reports progress, takes a token and returns a <see cref="Task"/>.</summary>
internal class ProgressInvoker<TProgress> : DelegateInvoker
{
    public static readonly ProgressInvoker<TProgress> Instance = new();

    protected ProgressInvoker() => ReportsProgress = true;

    public override bool TakesToken => true;

    public sealed override CallProgress CreateProgress() => new CallProgress<TProgress>();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(
            NotNull(((Func<IProgress<TProgress>, CancellationToken, Task>)body)(call.GetProgress<TProgress>(), cancellationToken), body));
}

/// <summary>A call whose body reports progress, takes a token and returns a <see cref="Task{TResult}"/>.</summary>
internal sealed class ProgressInvoker<T, TProgress> : ProgressInvoker<TProgress>
{
    public static new readonly ProgressInvoker<T, TProgress> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        call.Follow(NotNull(
            ((Func<IProgress<TProgress>, CancellationToken, Task<T>>)body)(call.GetProgress<TProgress>(), cancellationToken), body));
}
