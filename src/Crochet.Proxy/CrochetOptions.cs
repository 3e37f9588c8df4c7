namespace Crochet;

/// <summary>How the proxies of a container, or of a <see cref="CrochetInterceptor"/>, behave. Can be bound from configuration.</summary>
public sealed class CrochetOptions
{
    /// <summary>What the container's own loop is made with. Where it has no logger factory, the loop logs to the container's.</summary>
    public EventLoopOptions Loop { get; set; } = new();

    /// <summary>
    /// What a marked call that would block does in the loop thread itself. <see cref="SameLoopCallBehavior.Throw"/> unless set.
    /// </summary>
    public SameLoopCallBehavior SameLoopCalls { get; set; }

    /// <summary>
    /// How long the stop of the host or the container lets calls in flight go on, in all of its loops together: 0 or more, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. 5 seconds unless set.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long, at a host's stop, everything goes on as before while the health check already says unhealthy, so that a load balancer
    /// sends nothing more; then the services stop, and after them the loops drain. In real time, 0 or more; it is part of the host's
    /// ShutdownTimeout. 0 unless set.
    /// </summary>
    public TimeSpan NotReadyDelay { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// Timeouts, 0 or more, that replace those of <see cref="WaitForAttribute"/>: by member, "IDns.GetHostByName", or for all of an
    /// interface, "IDns". Names are as C# writes them, without namespace or outer type: "IRepository&lt;Order&gt;.Find". A name that fits
    /// no member with a timeout is an error when the container's loop starts.
    /// </summary>
    public IDictionary<string, TimeSpan> Timeouts { get; } = new Dictionary<string, TimeSpan>(StringComparer.OrdinalIgnoreCase);
}
