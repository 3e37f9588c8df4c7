using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Crochet.Registration;

/// <summary>The time that the host gives its whole stop. Its options are in a package that nobody needs for a container alone.</summary>
internal static class HostShutdown
{
    /// <summary>Null where there is no such host; infinite where it has no limit.</summary>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The options are a class, and code for one class serves every other.")]
    public static TimeSpan? TimeoutOf(IServiceProvider provider)
    {
        if (Type.GetType("Microsoft.Extensions.Hosting.HostOptions, Microsoft.Extensions.Hosting") is not { } type)
            return null;
        var options = (IOptions<object>?)provider.GetService(typeof(IOptions<>).MakeGenericType(type));
        return (TimeSpan?)type.GetProperty("ShutdownTimeout")?.GetValue(options?.Value);
    }

    /// <summary>Whether the host would end the drain before its time.</summary>
    public static bool IsShorterThan(TimeSpan shutdown, TimeSpan notReady, TimeSpan drain) =>
        shutdown != Timeout.InfiniteTimeSpan && (drain == Timeout.InfiniteTimeSpan || shutdown - notReady < drain);
}
