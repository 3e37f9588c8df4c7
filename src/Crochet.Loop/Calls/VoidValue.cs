namespace Crochet.Calls;

/// <summary>The value of calls that have none.</summary>
internal readonly struct VoidValue;
