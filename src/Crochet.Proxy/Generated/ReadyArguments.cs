using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>
/// Readies those arguments of a call that are objects for its loop, in the caller's thread. For generated code alone; it may change with
/// any version.
/// </summary>
/// <typeparam name="TArguments">A tuple of the member's parameters.</typeparam>
/// <param name="arguments">The arguments, in a place of their own.</param>
/// <param name="readying">Readies one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void ReadyArguments<TArguments>(ref TArguments arguments, ArgumentReadying readying);
