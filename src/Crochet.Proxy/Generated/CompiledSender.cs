namespace Crochet.Generated;

/// <summary>
/// Sends the calls of one member with their arguments in the call's own object, where nobody has to find them elsewhere: no scope counts
/// the call, no live value goes with it, and no log shows its arguments.
/// </summary>
internal abstract class CompiledSender<TArguments, TReturn>
{
    /// <summary>Makes one call; false where it has to be made in the other way.</summary>
    public abstract bool TrySend(object target, TArguments arguments, CancellationToken callerToken, out TReturn returned);
}
