namespace Crochet.Callbacks;

/// <summary>One call of a callback, on its way to its code.</summary>
/// <param name="giving">Where it runs.</param>
/// <param name="call">Calls the code; gives what that returned.</param>
internal abstract class CallbackDelivery(CallbackGiving giving, Func<object?> call)
{
    public CallbackGiving Giving => giving;

    /// <summary>Whether it must not wait for the caller's thread.</summary>
    public abstract bool NeedsPool { get; }

    protected Func<object?> Call => call;

    /// <summary>Runs it; the task ends with it and never fails.</summary>
    public abstract Task RunAsync(CallbackChannel channel);

    /// <summary>It will not run: the loop has stopped, or the context that it belongs to.</summary>
    public abstract void Drop(string loop);
}
