namespace Crochet;

/// <summary>
/// On a parameter of a marked member: in a group of loops, calls with equal keys run in the same loop, and so in their order. Keys are
/// equal where the default equality of the parameter's type says so; null equals null. In a single loop it changes nothing.
/// </summary>
/// <remarks>More than one in a member is reported as CRO019.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LoopKeyAttribute : Attribute;
