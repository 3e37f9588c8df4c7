namespace Crochet.ClusterLoad;

/// <summary>What was done to a worker.</summary>
internal enum Fate
{
    None,
    Killed,
    Frozen,
    Stopped,
}
