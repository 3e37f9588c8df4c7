namespace Crochet.Testing.Driving;

/// <summary>Where a caller is in its life.</summary>
internal enum CallerState
{
    /// <summary>It has no thread yet.</summary>
    NotBegun,

    /// <summary>It runs, with the baton; or it has run for so long that the baton was taken from it.</summary>
    Running,

    /// <summary>It waits for its turn, and maybe for something else before.</summary>
    Paused,

    /// <summary>Its code has returned, or thrown.</summary>
    Ended,
}
