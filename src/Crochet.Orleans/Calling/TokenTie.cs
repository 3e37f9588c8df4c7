using Crochet.Waiting;

namespace Crochet.Calling;

/// <summary>Has the caller's token cancel a call, until the call has ended.</summary>
internal sealed class TokenTie : IWaiter
{
    private readonly CancellationTokenRegistration _registration;

    private TokenTie(EventualResult result, CancellationToken callerToken) =>
        _registration = callerToken.UnsafeRegister(static (state, token) => ((EventualResult)state!).EndCancelled(token), result);

    /// <summary>Ties a call that is not sent yet; cancels it where the token has been signalled.</summary>
    public static void Tie(EventualResult result, CancellationToken callerToken)
    {
        if (callerToken.IsCancellationRequested)
        {
            result.EndCancelled(callerToken);
            return;
        }

        if (!callerToken.CanBeCanceled)
            return;
        var tie = new TokenTie(result, callerToken);
        if (!result.TryAddWaiter(tie))
            tie.OnEnded(result);
    }

    public bool KeepsResult => true;

    public void OnEnded(EventualResult result) => _registration.Unregister();
}
