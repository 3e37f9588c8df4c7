using Crochet.Membership;
using Crochet.Wire;

namespace Crochet.Serving;

/// <summary>Which calls this process takes: how many, of what, and none while it stops.</summary>
internal sealed class Admission(ILocalSiloDetails silo, ClusterOptions options)
{
    private readonly int _limit = options.MaxCallsPerWorker;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, OfferedInterface> _offered = [];
    private int _count;
    private bool _isStopping;

    /// <summary>How many calls and streams this process has for others: those whose ends have not been sent.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsStopping => Volatile.Read(ref _isStopping);

    /// <summary>Ends when nothing is left, after <see cref="Close"/>.</summary>
    public Task Drained => _drained.Task;

    public void Offer(IEnumerable<OfferedInterface> offered) => _offered = offered.ToDictionary(static one => one.Name);

    /// <summary>Takes a call, or says why not.</summary>
    public Refusal? Admit(in CallRequest request, out OfferedInterface? offered, out MemberCodec? codec)
    {
        (offered, codec) = (null, null);
        var refusal = TryAdmit(request, ref offered, ref codec);
        if (refusal is not null)
            Leave();
        return refusal;
    }

    /// <summary>Takes what goes on with a call that was taken: no limit holds for it, and a drain takes it.</summary>
    public void Enter() => Interlocked.Increment(ref _count);

    // Pairs with Close: the last one to leave, or who closes, sees that nobody is left.
    public void Leave(int count = 1)
    {
        if (count > 0 && Interlocked.Add(ref _count, -count) == 0 && IsStopping)
            _drained.TrySetResult();
    }

    /// <summary>Takes no more calls.</summary>
    public void Close() => Interlocked.Exchange(ref _isStopping, true);

    /// <summary>Whether nothing is left, or will be from now on.</summary>
    public void LookForTheLast()
    {
        if (Count == 0)
            _drained.TrySetResult();
    }

    private Refusal? TryAdmit(in CallRequest request, ref OfferedInterface? offered, ref MemberCodec? codec)
    {
        if (Interlocked.Increment(ref _count) > _limit)
            return new(RefusalReason.Full, silo.SiloAddress.ToString(), _limit);
        // Pairs with Close, after which the drain looks at the count.
        if (IsStopping)
            return new(RefusalReason.Stopping);
        if (!_offered.TryGetValue(request.Interface, out offered))
            return new(RefusalReason.NotOffered);
        codec = offered.Find(request.Member);
        return codec is null ? new(RefusalReason.UnknownMember, offered.Alternatives(request.Member)) : null;
    }
}
