namespace Crochet.Diagnostics;

/// <summary>What a debugger shows of a result, without retrieving its failure.</summary>
internal sealed class EventualResultView(EventualResult result)
{
    public string Call => result.GetName();

    public string Status => result.StatusText;

    public object? Value => result.BoxedValue;

    public Failure? Failure => result.OriginalFailure();

    /// <summary>While it has not ended: how far it has come, and who is blocked for it.</summary>
    public CallSnapshot? Progress =>
        result is { IsCompleted: false, Loop: { } loop } ? loop.Observer.GetProgress(result, result.State) : null;

    public EventLoop? Loop => result.Loop;
}
