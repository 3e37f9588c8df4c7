namespace Crochet.Calling;

/// <summary>A call whose worker keeps the stream that it has returned, until the collector finds that nobody here can read it.</summary>
internal sealed class ReturnedCall(Cluster cluster, SiloAddress worker, ulong number)
{
    ~ReturnedCall() => _ = GiveUpAsync(cluster, worker, number);

    public SiloAddress Worker => worker;

    public ulong Number => number;

    private static async Task GiveUpAsync(Cluster cluster, SiloAddress worker, ulong number)
    {
        try
        {
            // Not on the finalizer's thread.
            await Task.Yield();
            await cluster.At(worker).Cancel(cluster.Own, number).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A worker that does not hear it is gone, or finds out that this process is.
        }
    }
}
