namespace Crochet;

/// <summary>What a marked blocking call does when it is made on the loop thread itself.</summary>
public enum SameLoopCallBehavior
{
    /// <summary>It throws <see cref="EventLoopDeadlockException"/>, which names the implementation to call instead.</summary>
    Throw,

    /// <summary>
    /// It runs in place. It throws <see cref="EventLoopDeadlockException"/> only if the result is not there when the implementation
    /// returns.
    /// </summary>
    RunInPlace,
}
