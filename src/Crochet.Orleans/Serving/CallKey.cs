namespace Crochet.Serving;

/// <summary>A call: its caller's process, and its number there.</summary>
internal readonly record struct CallKey(SiloAddress Caller, ulong Number);
