using System.Runtime.InteropServices;
using Crochet.Calls;

namespace Crochet.Running;

/// <summary>
/// The turn that holds the loop thread. Only that thread writes here, and it does so all the time: on cache lines of their own, where the
/// callers' reads of the loop's other fields do not meet it.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 320)]
internal struct TurnState
{
    /// <summary>What runs; null between turns. For who else reads it see <c>EventLoop.Close</c>.</summary>
    [FieldOffset(128)]
    public IWorkItem? Item;

    /// <summary>The invoker and the body of a call, which the item lets go of when the call ends.</summary>
    [FieldOffset(136)]
    public CallInvoker? Invoker;

    [FieldOffset(144)]
    public object? Body;

    [FieldOffset(152)]
    public uint QueuedAt;

    [FieldOffset(156)]
    public uint StartedAt;

    /// <summary>The loop's milliseconds when the last turn ended, or the thread woke.</summary>
    [FieldOffset(160)]
    public uint Now;

    /// <summary>When the turn began, in milliseconds of real time.</summary>
    [FieldOffset(164)]
    public uint HeldSince;

    /// <summary>What runs, as errors, logs and snapshots call it.</summary>
    public readonly string GetName(IWorkItem item)
    {
        var body = Body;
        return Volatile.Read(in Invoker) is { } invoker && body is not null ? invoker.GetName(body) : item.GetName();
    }
}
