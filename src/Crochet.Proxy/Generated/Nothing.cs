using System.ComponentModel;

namespace Crochet.Generated;

/// <summary>Stands for the value of a void member. For generated code alone; it may change with any version.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct Nothing;
