namespace Crochet;

/// <summary>How the proxies of a container, or of a <see cref="CrochetInterceptor"/>, behave. Can be bound from configuration.</summary>
public sealed class CrochetOptions
{
    /// <summary>The options of the container's own loop. Without a logger factory of its own, the loop logs to the container's.</summary>
    public EventLoopOptions Loop { get; set; } = new();

    /// <summary>What a marked blocking call does on the loop thread itself. <see cref="SameLoopCallBehavior.Throw"/> unless set.</summary>
    public SameLoopCallBehavior SameLoopCalls { get; set; }

    /// <summary>
    /// How long the stop of the host or the container waits for calls in flight: 0 or more, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. 5 seconds unless set.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Timeouts, 0 or more, that replace those of <see cref="WaitForAttribute"/>. The name is a member's, "IDns.GetHostByName", or that of a whole
    /// interface, "IDns", as C# writes it, without namespace or outer type: "IRepository&lt;Order&gt;.Find". A name that fits no member with a timeout
    /// is an error when the container's loop starts.
    /// </summary>
    public IDictionary<string, TimeSpan> Timeouts { get; } = new Dictionary<string, TimeSpan>();
}
