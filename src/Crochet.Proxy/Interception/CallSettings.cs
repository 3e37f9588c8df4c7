namespace Crochet.Interception;

/// <summary>Where and how one member's calls run. The timeout is infinite where the mark has none.</summary>
internal sealed record CallSettings(EventLoop Loop, TimeSpan Timeout, SameLoopCallBehavior SameLoopCalls);
