namespace Crochet.Calls;

/// <summary>A call whose body is a <see cref="Func{TResult}"/>.</summary>
internal sealed class FunctionInvoker<T> : DelegateInvoker
{
    public static readonly FunctionInvoker<T> Instance = new();

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        ((EventualResult<T>)call).Succeed(((Func<T>)body)());
}
