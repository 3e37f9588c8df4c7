namespace Crochet;

/// <summary>
/// On a member of an interface: calls run in the loop thread while the caller goes on at once, with an <see cref="EventualResult"/>, a
/// <see cref="Task"/> or a <see cref="ValueTask"/>, with or without a value. A void member hands nothing back; the loop reports what goes wrong in it.
/// </summary>
/// <remarks>
/// On the interface itself it holds for all of its methods and properties, inherited ones too, that say nothing themselves; never for events.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface)]
public sealed class RunInReactorAttribute : Attribute;
