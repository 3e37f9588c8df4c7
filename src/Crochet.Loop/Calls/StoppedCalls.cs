namespace Crochet.Calls;

/// <summary>
/// The calls in flight that a stop finds: it signals their tokens, and lets those that have one end. On the thread that ends the loop.
/// </summary>
internal sealed class StoppedCalls(EventLoop loop)
{
    private readonly List<PendingCall> _signalled = [];

    /// <summary>Whether a call whose token was signalled has not ended.</summary>
    public bool IsAnyLeft
    {
        get
        {
            while (_signalled.Count > 0 && !_signalled[^1].Entry.IsListed)
                _signalled.RemoveAt(_signalled.Count - 1);
            return _signalled.Count > 0;
        }
    }

    /// <summary>The name of one that has not ended.</summary>
    public string? NameOfOne => IsAnyLeft ? _signalled[^1].Name : null;

    /// <summary>
    /// Signals each token, and runs the awaits that it resumes right after. What has no token is abandoned: nothing wakes it.
    /// </summary>
    public void SignalTokens()
    {
        foreach (var call in loop.Pending.Select(int.MaxValue, static call => call))
        {
            if (call.Cancellation?.Source is not { } source)
            {
                Abandon(call);
                continue;
            }

            loop.Turns.Signal(source, call.Name);
            if (call.Entry.IsListed)
                _signalled.Add(call);
        }
    }

    /// <summary>Gives up those that take no notice.</summary>
    public void AbandonRest()
    {
        foreach (var call in _signalled)
            Abandon(call);
        _signalled.Clear();
    }

    private void Abandon(PendingCall call)
    {
        if (call.Entry.IsListed)
            call.Abandon(loop.Clock.TotalMilliseconds);
    }
}
