using Crochet.Calls;
using Crochet.Diagnostics;

namespace Crochet.Streams;

/// <summary>The loop's side of a reader's step. The body is the <see cref="OpenStream{T}"/>.</summary>
internal sealed class StepInvoker<T> : CallInvoker
{
    /// <summary>A step that is a call of its own: the first of a reading that calls the member.</summary>
    public static readonly StepInvoker<T> First = new(goesOn: false);

    public static readonly StepInvoker<T> Next = new(goesOn: true);

    private StepInvoker(bool goesOn) => GoesOn = goesOn;

    // What ends in its turn needs no token: the stream asks for it where a step goes on.
    public override bool TakesToken => false;

    public override bool TryWithdraw(object body) => !GoesOn && ((OpenStream<T>)body).Origin.Arguments?.Wait?.TryWithdraw() == true;

    public override void OnNeverRan(EventualResult call, object body) => ((OpenStream<T>)body).Scope?.Withdraw();

    public override string GetName(object body) => body is OpenStream<T> stream ? stream.Name : "A stream's step";

    public override string? GetArguments(object body) =>
        !GoesOn && ((OpenStream<T>)body).Origin.Arguments is { } arguments ? ArgumentText.Of(arguments.ToArray()) : null;

    public override void Invoke(EventualResult call, object body, CancellationToken cancellationToken) =>
        ((OpenStream<T>)body).Step((EventualResult<StreamStep<T>>)call);
}
