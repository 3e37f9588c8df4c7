namespace Crochet.Mutation;

/// <summary>
/// Bugs that Crochet once had. The project file puts them back into the sources that it compiles; each is off unless a test turns it on.
/// </summary>
internal static class Switches
{
    /// <summary>A loop that closes drops the awaits that are queued, so that their finally blocks never run.</summary>
    public static bool DropsQueuedAwaits { get; set; }

    /// <summary>An object that is added when the last choice has been made is never chosen: the loop sleeps, and nobody wakes it.</summary>
    public static bool LosesWakes { get; set; }

    /// <summary>A drain ends when nothing is queued, though calls are in their awaits.</summary>
    public static bool CutsDrains { get; set; }
}
