using Crochet.Interfaces;

namespace Crochet.Sending;

/// <summary>How one member's calls are sent. Its timeout changes when the configuration does.</summary>
internal sealed class CallSettings(ConfiguredTimeouts timeouts, InterfaceDescription contract, Member member,
    SameLoopCallBehavior sameLoopCalls)
{
    private static readonly TimeSpan _ofSubscriptions = TimeSpan.FromSeconds(30);

    private Known? _known;
    private bool _isUnlimited;

    public SameLoopCallBehavior SameLoopCalls { get; } = sameLoopCalls;

    /// <summary>The same without a timeout: for calls whose callers have one of their own, in another process.</summary>
    public CallSettings WithoutTimeout => new(timeouts, contract, member, SameLoopCalls) { _isUnlimited = true };

    /// <summary>Infinite where the mark has none.</summary>
    public TimeSpan Timeout => _isUnlimited ? System.Threading.Timeout.InfiniteTimeSpan
        : _known is { } known && ReferenceEquals(known.Table, timeouts.Current) ? known.Timeout : Look();

    private TimeSpan Look()
    {
        var table = timeouts.Current;
        var timeout =
            member.IsCallback ? table.Find(contract, member) ?? contract.DefaultTimeoutOf(member) ?? _ofSubscriptions
            : member.Mode == CallMode.WaitFor ? table.Find(contract, member) ?? member.Mark!.WaitFor!.Timeout
            : System.Threading.Timeout.InfiniteTimeSpan;
        _known = new(table, timeout);
        return timeout;
    }

    private sealed record Known(TimeoutTable Table, TimeSpan Timeout);
}
