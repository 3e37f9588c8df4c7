using Crochet.Calls;

namespace Crochet.Streams;

/// <summary>
/// The loop's side of a reader that leaves before the end and waits for the iterator's disposal. The body is the <see
/// cref="OpenStream{T}"/>.
/// </summary>
internal sealed class LeaveInvoker<T> : CallInvoker
{
    public static readonly LeaveInvoker<T> Instance = new();

    private LeaveInvoker() => GoesOn = true;

    public override bool TakesToken => false;

    public override string GetName(object body) => body is OpenStream<T> stream ? stream.Name : "A stream's end";

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken)
    {
        var leaving = ((OpenStream<T>)body).LeaveAsync();
        if (leaving.IsCompletedSuccessfully)
            ((EventualResult<bool>)call).Succeed(true);
        else
            call.Follow(leaving);
    }
}
