using Microsoft.Extensions.Options;

namespace Crochet.Registration;

/// <summary>The time that the host gives its whole stop. Its options are in a package that nobody needs for a container alone.</summary>
internal static class HostShutdown
{
    private const string Options = "Microsoft.Extensions.Hosting.HostOptions, Microsoft.Extensions.Hosting";

    // Named in full, so that a natively compiled program has it too.
    private const string Service = $"Microsoft.Extensions.Options.IOptions`1[[{Options}]], Microsoft.Extensions.Options";

    /// <summary>Null where there is no such host; infinite where it has no limit.</summary>
    public static TimeSpan? TimeoutOf(IServiceProvider provider)
    {
        if (Type.GetType(Service) is not { } service || Type.GetType(Options) is not { } type)
            return null;
        var options = (IOptions<object>?)provider.GetService(service);
        return (TimeSpan?)type.GetProperty("ShutdownTimeout")?.GetValue(options?.Value);
    }

    /// <summary>Whether the host would end the drain before its time.</summary>
    public static bool IsShorterThan(TimeSpan shutdown, TimeSpan notReady, TimeSpan drain) =>
        shutdown != Timeout.InfiniteTimeSpan && (drain == Timeout.InfiniteTimeSpan || shutdown - notReady < drain);
}
