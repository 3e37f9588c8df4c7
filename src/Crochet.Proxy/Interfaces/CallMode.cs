namespace Crochet.Interfaces;

internal enum CallMode
{
    /// <summary>Unmarked: passes through to the implementation, in the caller's thread.</summary>
    Straight,
    WaitFor,
    RunInReactor,
}
