namespace Crochet.Benchmarks.Peers;

/// <summary>A task per call on the exclusive half of a scheduler pair: one at a time, on whichever pool thread is free.</summary>
internal sealed class ExclusiveSchedulerPeer(Adder adder) : Peer(PeerNames.ExclusiveScheduler)
{
    private readonly TaskScheduler _scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    public override int Add(int a, int b) => Start(a, b).GetAwaiter().GetResult();

    public override object Post(int a, int b) => Start(a, b);

    private Task<int> Start(int a, int b) =>
        Task.Factory.StartNew(() => adder.Add(a, b), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    public override void Dispose()
    {
    }
}
