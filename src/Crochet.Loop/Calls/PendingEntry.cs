namespace Crochet.Calls;

/// <summary>A pending call's place in its loop's list, which does not keep the call alive.</summary>
internal sealed class PendingEntry(PendingCall call)
{
    private readonly WeakReference<PendingCall> _call = new(call);

    public PendingEntry? Previous;
    public PendingEntry? Next;
    public bool IsListed;
    public bool IsAbandoned;

    public PendingCall? Call => _call.TryGetTarget(out var call) ? call : null;
}
