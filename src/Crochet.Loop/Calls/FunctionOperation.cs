namespace Crochet;

/// <summary>A call whose body is a <see cref="Func{TResult}"/>.</summary>
internal sealed class FunctionOperation<T> : DelegateOperation
{
    public static readonly FunctionOperation<T> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        ((EventualResult<T>)call).Succeed(((Func<T>)body)());
}
