using System.Reactive.Concurrency;

namespace Crochet.Benchmarks.Peers;

/// <summary>Rx's own thread, and a completion source for what comes back.</summary>
internal sealed class RxPeer(Adder adder) : Peer(PeerNames.Rx)
{
    private readonly EventLoopScheduler _scheduler = new();

    public override int Add(int a, int b) => Schedule(a, b).GetAwaiter().GetResult();

    public override object Post(int a, int b) => Schedule(a, b);

    public override void Dispose() => _scheduler.Dispose();

    private Task<int> Schedule(int a, int b)
    {
        var completion = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _scheduler.Schedule(() =>
        {
            try
            {
                completion.SetResult(adder.Add(a, b));
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        });
        return completion.Task;
    }
}
