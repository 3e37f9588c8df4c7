using Crochet.Diagnostics;

namespace Crochet;

/// <summary>
/// No process of the cluster runs the interface's calls, or those that do are stopping. The call never ran, so that calling again later is
/// safe.
/// </summary>
public sealed class NoWorkerException : InvalidOperationException, INeverRan
{
    /// <summary>Makes one; for a test double to throw, too.</summary>
    /// <param name="interface">The interface: "IDns".</param>
    /// <exception cref="ArgumentNullException"><paramref name="interface"/> is null.</exception>
    public NoWorkerException(string @interface)
        : base(MessageOf(@interface)) => Interface = @interface;

    /// <summary>The interface: "IDns".</summary>
    public string Interface { get; }

    bool INeverRan.NeverRan => true;

    private static string MessageOf(string @interface)
    {
        ArgumentNullException.ThrowIfNull(@interface);
        var name = OneLine.Of(@interface);
        return $"No process of the cluster offers {name}, or those that do are stopping. The call never ran. "
            + $"Start a process that calls Offer<{name}>(), and wait for it to have joined the cluster.";
    }
}
