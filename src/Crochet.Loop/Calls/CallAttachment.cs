namespace Crochet.Calls;

/// <summary>
/// The one object that a call may carry besides its result; most carry none. Which one it is changes as the call goes on, and each takes
/// over what the one before it had: a <see cref="CallCancellation"/> or a <see cref="CallProgress"/> before the call awaits, a
/// <see cref="PendingCall"/> while it does, a
/// <see cref="FailureRecord"/> once it has ended without success.
/// </summary>
internal abstract class CallAttachment
{
    /// <summary>The call's token, and its tie to the caller's.</summary>
    public virtual CallCancellation? Cancellation => null;

    /// <summary>What the call reports while it goes on.</summary>
    public virtual CallProgress? Progress => null;
}
