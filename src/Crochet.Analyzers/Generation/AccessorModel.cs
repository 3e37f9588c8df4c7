namespace Crochet.Analyzers.Generation;

/// <summary>One body of a member.</summary>
/// <param name="Keyword">"get", "set", "add", "remove"; empty for a method.</param>
/// <param name="IsVoid">Whether it gives nothing.</param>
/// <param name="IsDisposal">Whether a container's scope may do it instead.</param>
/// <param name="First">What an unmarked member does before; empty where nothing.</param>
/// <param name="Straight">What an unmarked member does, in the caller's thread; empty for a marked one.</param>
/// <param name="Call">What a marked member does.</param>
/// <param name="Event">The accessor of an event with [Callback]; null for others.</param>
internal sealed record AccessorModel(
    string Keyword, bool IsVoid, bool IsDisposal, string First, string Straight, CallModel? Call, EventModel? Event);
