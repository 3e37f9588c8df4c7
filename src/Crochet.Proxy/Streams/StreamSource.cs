using Crochet.Calls;
using Crochet.Interfaces;
using Crochet.Scopes;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>What a stream's readers share: where it comes from, and how its steps are sent.</summary>
internal abstract class StreamSource<T>(Member member, CallSettings settings, CancellationToken callerToken)
{
    private readonly int _prefetch = StreamProblems.PrefetchOf(member)?.Items ?? 0;

    public string Name => member.Name;

    /// <summary>Of each step; infinite where there is none.</summary>
    public TimeSpan Timeout => settings.Timeout;

    public bool RunsInPlace => settings.SameLoopCalls == SameLoopCallBehavior.RunInPlace;

    /// <summary>The member's own.</summary>
    public CancellationToken CallerToken => callerToken;

    /// <summary>The first step's.</summary>
    public virtual CallInvoker First => StepInvoker<T>.Next;

    /// <summary>Begins a reading. Nothing runs before its first step.</summary>
    public abstract OpenStream<T> Open();

    protected OpenStream<T> Open(EventLoop loop, StreamOrigin<T> origin, ScopeCalls? scope)
    {
        var call = scope?.Begin(loop, Name);
        return _prefetch > 0
            ? new PrefetchedStream<T>(loop, Name, origin, _prefetch) { Scope = call }
            : new PulledStream<T>(loop, Name, origin) { Scope = call };
    }
}
