namespace Crochet.Objects;

/// <summary>The arguments of a call on a thread-bound object, in whatever form they have come.</summary>
internal interface IBoundBody
{
    /// <summary>Calls the instance's method with them; ends the call where there is one to end, else gives a task.</summary>
    Task? Invoke(BoundMethod method, EventualResult? ended, BoundInstance instance, CancellationToken cancellationToken);
}
