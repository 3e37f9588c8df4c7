namespace Crochet;

/// <summary>Where a loop is in its life. It only ever goes forward.</summary>
public enum EventLoopState
{
    /// <summary>Made and not running yet. Calls are accepted, and wait for the start.</summary>
    Created,

    /// <summary>Running callbacks.</summary>
    Running,

    /// <summary>Asked to stop: calls in flight may be ending, new ones are refused.</summary>
    Stopping,

    /// <summary>Over: its thread has left it.</summary>
    Stopped,
}
