namespace Crochet.Calls;

/// <summary>The token of one call, and its tie to the caller's. Made only for calls that have either.</summary>
internal class CallCancellation : CallAttachment
{
    private CancellationTokenRegistration _registration;

    public sealed override CallCancellation Cancellation => this;

    /// <summary>The caller's own token, which cancels the call.</summary>
    public CancellationToken CallerToken { get; private set; }

    /// <summary>Of the token that the implementation gets; null where it takes none. Loop thread only.</summary>
    public CancellationTokenSource? Source { get; private set; }

    /// <summary>Has the caller's token cancel the call, which carries this already and is not queued yet.</summary>
    public void Tie(EventualResult call, CancellationToken callerToken)
    {
        CallerToken = callerToken;
        _registration = callerToken.UnsafeRegister(static state => ((EventualResult)state!).Cancel(), call);
    }

    /// <summary>The token that the implementation gets. Loop thread only.</summary>
    public CancellationToken GetToken() => (Source ??= new CancellationTokenSource()).Token;

    /// <summary>The call has ended: its caller's token no longer refers to it.</summary>
    public void Release() => _registration.Unregister();
}
