namespace Crochet.Wire;

/// <summary>Why a process did not run a call. A number keeps its meaning for ever.</summary>
internal enum RefusalReason : byte
{
    /// <summary>It does not offer the interface.</summary>
    NotOffered = 0,

    /// <summary>It is stopping.</summary>
    Stopping = 1,

    /// <summary>It, or the loop, has as many calls as it takes.</summary>
    Full = 2,

    /// <summary>Its version of the interface has no such member.</summary>
    UnknownMember = 3,

    /// <summary>The caller has cancelled the call before it came.</summary>
    Cancelled = 4,
}
