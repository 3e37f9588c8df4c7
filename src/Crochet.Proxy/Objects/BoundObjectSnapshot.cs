namespace Crochet.Objects;

/// <summary>A thread-bound object at one moment.</summary>
/// <param name="Interface">The interface that it is called by.</param>
/// <param name="Loop">The name of the loop that it lives in.</param>
/// <param name="State">Where it was in its life.</param>
/// <param name="CallCount">How many calls were in flight: those on the object, and those that waited for its making.</param>
internal sealed record BoundObjectSnapshot(string Interface, string Loop, BoundObjectState State, int CallCount);
