using Crochet.Membership;

namespace Crochet.Calling;

/// <summary>Finds the processes for the calls of one interface.</summary>
internal sealed class Workers(ClusterView view, string contract)
{
    private uint _next = uint.MaxValue;

    /// <summary>The worker for a call; null where there is none besides those that were tried.</summary>
    /// <param name="key">The [LoopKey]'s JSON; null where the member has none: then they take turns.</param>
    /// <param name="tried">Those that have refused the call.</param>
    public SiloAddress? Choose(byte[]? key, List<SiloAddress>? tried)
    {
        var workers = view.WorkersOf(contract);
        if (tried is not null)
            workers = Array.FindAll(workers, worker => !tried.Contains(worker));
        if (workers.Length == 0)
            return null;
        return key is null ? workers[Interlocked.Increment(ref _next) % (uint)workers.Length] : KeyedOrder.Choose(workers, key);
    }

    /// <summary>Asks the members that have not said yet what they offer; null where all have.</summary>
    public Task? AskUnknown() => view.AskUnknown();

    /// <summary>A worker says that it offers the interface no longer.</summary>
    public void Withdraw(SiloAddress worker) => view.Withdraw(worker, contract);
}
