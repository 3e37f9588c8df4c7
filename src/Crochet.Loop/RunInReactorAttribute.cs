namespace Crochet;

/// <summary>
/// On a member of an interface: calls run in the loop thread while the caller goes on at once, with an <see cref="EventualResult"/>, a
/// <see cref="Task"/> or a <see cref="ValueTask"/>, with or without a value. A void member hands nothing back, and the loop reports its
/// failures.
/// </summary>
/// <remarks>
/// On an interface it is the default for all methods and properties without a mark of their own, inherited ones too, but not for events.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface)]
public sealed class RunInReactorAttribute : Attribute;
