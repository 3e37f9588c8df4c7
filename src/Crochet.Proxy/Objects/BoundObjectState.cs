namespace Crochet.Objects;

/// <summary>Where a thread-bound object is in its life.</summary>
internal enum BoundObjectState
{
    /// <summary>The next call makes it.</summary>
    NotMade,

    /// <summary>It is being made; calls wait for it.</summary>
    Making,

    /// <summary>It takes calls.</summary>
    Made,

    /// <summary>It takes no new call; those that it has end first, and then it is disposed of.</summary>
    Disposing,

    /// <summary>Its loop has stopped, and disposed of it.</summary>
    Disposed,
}
