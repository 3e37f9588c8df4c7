using Crochet.Scopes;

namespace Crochet.Streams;

/// <summary>A stream whose readers make its call.</summary>
internal interface IScopedStream
{
    /// <summary>Where its readings are counted; null where its implementation belongs to no scope.</summary>
    ScopeCalls? Scope { get; set; }
}
