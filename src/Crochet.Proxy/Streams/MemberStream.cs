using Crochet.Calls;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Scopes;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>What a member gives that returns an IAsyncEnumerable: each reading makes the call, with its first step.</summary>
internal sealed class MemberStream<T>(
    MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan, CallArguments arguments, CancellationToken callerToken)
    : StreamSource<T>(invoker.Member, settings, callerToken), IAsyncEnumerable<T>, IScopedStream
{
    public ScopeCalls? Scope { get; set; }

    public override CallInvoker First => StepInvoker<T>.First;

    public override OpenStream<T> Open()
    {
        var own = arguments.CopyFor(arguments.Target);
        return Open(route.Find(own), new MemberOrigin<T>(invoker, own, plan), Scope);
    }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncStreamReader<T>(this, cancellationToken);
}
