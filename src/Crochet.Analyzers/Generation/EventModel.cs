namespace Crochet.Analyzers.Generation;

/// <summary>An accessor of an event with [Callback].</summary>
/// <param name="Field">The field that has it.</param>
/// <param name="Declaring">The interface that declares it.</param>
/// <param name="Method">What finds it at run time.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Invocation">The call of the implementation's accessor.</param>
internal sealed record EventModel(string Field, string Declaring, string Method, string Type, string Invocation);
