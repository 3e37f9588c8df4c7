namespace Crochet.Benchmarks.Peers;

internal static class PeerNames
{
    public const string Crochet = "Crochet";
    public const string Compiled = "Crochet, compiled";
    public const string AsyncContext = "AsyncContextThread";
    public const string Direct = "direct call";
    public const string Rx = "Rx EventLoopScheduler";
    public const string BlockingCollection = "BlockingCollection";
    public const string Channel = "Channel";
    public const string ExclusiveScheduler = "exclusive scheduler";
    public const string TaskPerCall = "task-per-call loop";
    public const string Python = "Python's Crochet";
}
