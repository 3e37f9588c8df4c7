using Crochet.Interfaces;

namespace Crochet.Sending;

/// <summary>How one member's calls are sent. Its timeout changes when the configuration does.</summary>
internal sealed class CallSettings(ConfiguredTimeouts timeouts, InterfaceDescription contract, Member member,
    SameLoopCallBehavior sameLoopCalls)
{
    private static readonly TimeSpan _ofSubscriptions = TimeSpan.FromSeconds(30);

    private Known? _known;

    public SameLoopCallBehavior SameLoopCalls { get; } = sameLoopCalls;

    /// <summary>Infinite where the mark has none.</summary>
    public TimeSpan Timeout => _known is { } known && ReferenceEquals(known.Table, timeouts.Current) ? known.Timeout : Look();

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
