using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>
/// Gives the hash code of a call's [LoopKey] by its type's default comparer. For generated code alone; it may change with any version.
/// </summary>
/// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
/// <param name="arguments">The call's arguments, which it leaves as they are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate int KeyHash<TArguments>(ref TArguments arguments);
