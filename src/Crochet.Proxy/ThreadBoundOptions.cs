using Microsoft.Extensions.DependencyInjection;

namespace Crochet;

/// <summary>How a thread-bound implementation is made, kept and made anew. Read when it is registered, or when its proxy is made.</summary>
public sealed class ThreadBoundOptions
{
    private TimeSpan _creationTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many there are in a container. A scoped or transient one is an instance of its own for each scope or resolution; it is made by
    /// its first call and disposed of when the scope ends. Its dependencies come from a scope of its own in any case. Does nothing without
    /// a container.
    /// </summary>
    public ServiceLifetime Lifetime { get; set; } = ServiceLifetime.Singleton;

    /// <summary>
    /// How long a call waits for an instance at most: 0 or more, or <see cref="Timeout.InfiniteTimeSpan"/>. Then it fails with
    /// <see cref="CrochetTimeoutException"/>
    /// and never runs, while the making goes on for later calls. Blocking calls count it in real time, others by the loop's clock. 30
    /// seconds unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan CreationTimeout
    {
        get => _creationTimeout;
        set
        {
            if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
                throw new ArgumentOutOfRangeException(nameof(value), value, "Give a time of 0 or more, or Timeout.InfiniteTimeSpan.");
            _creationTimeout = value;
        }
    }

    /// <summary>
    /// Makes a container's singleton (on a group: each) when the host starts; what the making throws stops the start. Does nothing without
    /// a container.
    /// </summary>
    public bool CreateAtStart { get; set; }

    /// <summary>
    /// Asked, on the loop thread, of each failure of a call, timeouts and cancellations included. Where it says true the instance takes no
    /// new call; when its calls in flight have ended it is disposed of, and only then the next call makes another. What it throws is
    /// reported and counts as false. A stream's failing step is such a failure too. An open stream does not keep the instance: its next
    /// step fails with that failure. Handlers of events marked <see cref="CallbackAttribute"/> are subscribed to the next instance before
    /// its first call.
    /// </summary>
    public Func<Exception, bool>? RecreateWhen { get; set; }

    /// <summary>The key that the interface is registered under. Does nothing without a container.</summary>
    public object? ServiceKey { get; set; }
}
