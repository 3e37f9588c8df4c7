namespace Crochet.Calls;

/// <summary>The token of one call, and its tie to the caller's. Made only for calls that have either.</summary>
internal sealed class CallCancellation
{
    private CancellationTokenRegistration _registration;

    /// <summary>The caller's own token, which cancels the call.</summary>
    public CancellationToken CallerToken { get; private init; }

    /// <summary>Ties a call that is not queued yet to its caller's token.</summary>
    public static CallCancellation ForCaller(EventualResult call, CancellationToken callerToken)
    {
        var cancellation = new CallCancellation { CallerToken = callerToken };
        call.Attach(cancellation);
        cancellation._registration = callerToken.UnsafeRegister(static state => ((EventualResult)state!).Cancel(), call);
        return cancellation;
    }

    /// <summary>Of the token that the implementation gets; null where it takes none. Loop thread only.</summary>
    public CancellationTokenSource? Source { get; private set; }

    /// <summary>The token that the implementation gets. Loop thread only.</summary>
    public CancellationToken GetToken() => (Source ??= new CancellationTokenSource()).Token;

    /// <summary>The call has ended: its caller's token no longer refers to it.</summary>
    public void Release() => _registration.Unregister();
}
