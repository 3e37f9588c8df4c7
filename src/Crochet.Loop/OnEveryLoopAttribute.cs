namespace Crochet;

/// <summary>
/// On a marked member: in a group of loops, a call runs on each of them, and ends when the last has ended. Where some fail, it fails as the
/// one with the lowest index did. In a single loop it changes nothing.
/// </summary>
/// <remarks>
/// The member returns nothing, a <see cref="Task"/>, a <see cref="ValueTask"/> or an <see cref="EventualResult"/>, without a value, and has
/// no
/// <see cref="LoopKeyAttribute"/>; anything else is reported as CRO022.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryLoopAttribute : Attribute;
