namespace Crochet.Stress.Faults;

/// <summary>A way in which an implementation may go wrong, and how the call must end all the same.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Make">Makes one call with the fault, and returns when it has ended; throws where it has ended as it must not.</param>
/// <param name="Weight">How often it is chosen, of a hundred.</param>
internal sealed record Fault(string Name, Action<EventLoop> Make, int Weight);
