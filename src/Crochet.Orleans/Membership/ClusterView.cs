using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Crochet.Membership;

/// <summary>
/// Which process of the cluster offers what, as this process knows it. Each tells all others when it joins and when it begins to stop; who
/// hears of a process that it does not know asks it. Orleans says who is a member at all.
/// </summary>
/// <remarks>
/// One lock guards everything but the list that callers read, which is made anew under it with every change. A process that has left is
/// never listed again: an address is one life of a process.
/// </remarks>
internal sealed class ClusterView(CrochetServiceClient services, ISiloStatusOracle oracle, ILogger<ClusterView> logger)
    : ISiloStatusListener
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, Offers> _offers = [];
    private readonly ConcurrentDictionary<SiloAddress, bool> _left = new();
    private readonly Dictionary<SiloAddress, Question> _asked = [];
    private FrozenDictionary<string, SiloAddress[]> _workers = FrozenDictionary<string, SiloAddress[]>.Empty;
    private Offers _own = new([], Number: 0);

    /// <summary>Told of a process that has left the cluster, once.</summary>
    public event Action<SiloAddress>? Left;

    /// <summary>This process.</summary>
    public SiloAddress Own => oracle.SiloAddress;

    /// <summary>Whether this process is a member.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>The members whose offers are known, and how many interfaces each offers.</summary>
    public IReadOnlyDictionary<SiloAddress, int> Members
    {
        get
        {
            lock (_lock)
                return _offers.ToDictionary(static one => one.Key, static one => one.Value.Interfaces.Count);
        }
    }

    /// <summary>The processes that offer an interface, in the order of their addresses.</summary>
    public SiloAddress[] WorkersOf(string contract) => Volatile.Read(ref _workers).GetValueOrDefault(contract) ?? [];

    /// <summary>Whether a process has left the cluster. Those that listen to <see cref="Left"/> are told after it is so.</summary>
    public bool HasLeft(SiloAddress process) => _left.ContainsKey(process);

    /// <summary>
    /// Says to all members what this process offers, and learns what they do. Ends when they have answered, or when patience does.
    /// </summary>
    public async Task JoinAsync(IReadOnlyCollection<string> interfaces)
    {
        oracle.SubscribeToSiloStatusEvents(this);
        Offer(interfaces);
        IsJoined = true;
        await WaitAsync(ActiveOthers().Select(Ask)).ConfigureAwait(false);
    }

    /// <summary>Says to all members that this process takes no more calls. Ends when they have answered, or when patience does.</summary>
    public async Task StopOfferingAsync()
    {
        Offer([]);
        await WaitAsync(ActiveOthers().Select(Ask)).ConfigureAwait(false);
    }

    /// <summary>This process is a member no longer.</summary>
    public void Leave()
    {
        IsJoined = false;
        oracle.UnSubscribeFromSiloStatusEvents(this);
    }

    /// <summary>What another process says of itself; gives what this one offers.</summary>
    public byte[] Hear(SiloAddress from, byte[] offers)
    {
        Learn(from, Offers.Read(offers));
        return Volatile.Read(ref _own).Write();
    }

    /// <summary>A process has refused calls of an interface: it offers it no longer.</summary>
    public void Withdraw(SiloAddress process, string contract)
    {
        lock (_lock)
        {
            if (!_offers.TryGetValue(process, out var known) || !known.Interfaces.Contains(contract))
                return;
            _offers[process] = known with { Interfaces = [.. known.Interfaces.Where(name => name != contract)] };
            List();
        }
    }

    /// <summary>
    /// Asks the members whose offers are not known yet. Null where there are none: then what is known is all there is. Else ends when they
    /// have answered, or when patience does.
    /// </summary>
    public Task? AskUnknown()
    {
        List<SiloAddress> unknown;
        var active = ActiveOthers();
        lock (_lock)
            unknown = [.. active.Where(process => !_offers.ContainsKey(process))];
        return unknown.Count == 0 ? null : WaitAsync(unknown.Select(Ask));
    }

    /// <summary>From Orleans, in the order of the table's versions.</summary>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (updatedSilo.Equals(Own))
            return;
        if (status == SiloStatus.Active)
            _ = AskIfUnknown(updatedSilo);
        else if (status is SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead)
            Remove(updatedSilo, isGone: status == SiloStatus.Dead);
    }

    private void Remove(SiloAddress process, bool isGone)
    {
        lock (_lock)
        {
            // One that stops still says so itself: then this is what it says.
            _offers[process] = new([], ulong.MaxValue);
            if (isGone)
            {
                _offers.Remove(process);
                _asked.Remove(process);
                isGone = _left.TryAdd(process, true);
            }

            List();
        }

        if (!isGone)
            return;
        services.Forget(process);
        Left?.Invoke(process);
    }

    private void Offer(IReadOnlyCollection<string> interfaces)
    {
        lock (_lock)
        {
            Volatile.Write(ref _own, new(interfaces, _own.Number + 1));
            _offers[Own] = _own;
            List();
        }
    }

    private void Learn(SiloAddress process, Offers offers)
    {
        lock (_lock)
        {
            if (HasLeft(process) || (_offers.TryGetValue(process, out var known) && known.Number >= offers.Number))
                return;
            _offers[process] = offers;
            List();
        }
    }

    private Task AskIfUnknown(SiloAddress process)
    {
        lock (_lock)
        {
            if (_offers.ContainsKey(process))
                return Task.CompletedTask;
        }

        return Ask(process);
    }

    // One question at a time to each: whoever asks meanwhile waits for the same answer, unless this process has something else to say.
    private Task Ask(SiloAddress process)
    {
        lock (_lock)
        {
            if (_asked.TryGetValue(process, out var asked) && !asked.Answer.IsCompleted && asked.Number == _own.Number)
                return asked.Answer;
            var own = _own;
            var answer = Task.Run(() => AskAsync(process, own));
            _asked[process] = new(own.Number, answer);
            return answer;
        }
    }

    private async Task AskAsync(SiloAddress process, Offers own)
    {
        try
        {
            Learn(process, Offers.Read(await services.At(process).Exchange(Own, own.Write()).ConfigureAwait(false)));
        }
        catch (Exception exception)
        {
            // It has just left, or has no part in this: then it offers nothing. If it joins later, it says so itself.
            ClusterLog.NoOffers(logger, process, exception);
        }
    }

    private List<SiloAddress> ActiveOthers() =>
        [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(process => !process.Equals(Own))];

    private static async Task WaitAsync(IEnumerable<Task> tasks) =>
        await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(_patience)).ConfigureAwait(false);

    // Under the lock.
    private void List()
    {
        var workers = _offers
            .SelectMany(static one => one.Value.Interfaces.Select(name => (Name: name, Process: one.Key)))
            .GroupBy(static one => one.Name)
            .ToFrozenDictionary(static group => group.Key, static group => group.Select(static one => one.Process).Order().ToArray());
        Volatile.Write(ref _workers, workers);
    }

    private sealed record Question(ulong Number, Task Answer);
}
