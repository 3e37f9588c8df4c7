namespace Crochet;

/// <summary>What becomes of a marked call that would block, when it is made in the loop thread itself.</summary>
public enum SameLoopCallBehavior
{
    /// <summary>It throws <see cref="EventLoopDeadlockException"/>, which names the implementation to call instead.</summary>
    Throw,

    /// <summary>
    /// It runs in place. <see cref="EventLoopDeadlockException"/> is thrown only where the result is not there by the time the implementation returns.
    /// </summary>
    RunInPlace,
}
