using Crochet.Diagnostics;

namespace Crochet;

/// <summary>
/// The process that ran a call has left the cluster, or did not answer. Whether the call ran is not known, unless <see cref="NeverRan"/>
/// says that it did not.
/// </summary>
public sealed class WorkerLostException : Exception, INeverRan
{
    /// <summary>Makes one; for a test double to throw, too.</summary>
    /// <param name="worker">The process: its address in the cluster.</param>
    /// <param name="call">The call: "IDns.GetHostByName".</param>
    /// <param name="neverRan">Whether the call is certain never to have run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="worker"/> or <paramref name="call"/> is null.</exception>
    public WorkerLostException(string worker, string call, bool neverRan = false)
        : base(MessageOf(worker, call, neverRan))
    {
        Worker = worker;
        Call = call;
        NeverRan = neverRan;
    }

    /// <summary>The process: its address in the cluster.</summary>
    public string Worker { get; }

    /// <summary>The call: "IDns.GetHostByName".</summary>
    public string Call { get; }

    /// <summary>The call had not been sent, so that calling again is safe.</summary>
    public bool NeverRan { get; }

    private static string MessageOf(string worker, string call, bool neverRan)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(call);
        return neverRan
            ? $"The process {OneLine.Of(worker)} has left the cluster before {OneLine.Of(call)} was sent to it. "
                + "The call never ran, so call again."
            : $"The process {OneLine.Of(worker)} has left the cluster, or does not answer, while it had {OneLine.Of(call)}. "
                + "Whether the call ran is not known: look before calling again, or make the call one that may run twice.";
    }
}
