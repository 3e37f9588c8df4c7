using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.LiveValues;

namespace Crochet.Streams;

/// <summary>Each reading calls the member, and enumerates what it returns.</summary>
internal sealed class MemberOrigin<T>(MemberInvoker invoker, CallArguments arguments, LivePlan? plan) : StreamOrigin<T>
{
    private LiveCall? _call;

    public override CallArguments Arguments => arguments;

    public override T ItemOf(T made) => _call is null || made is null ? made : (T)plan!.Items!.ToCaller(made, _call);

    public override async ValueTask<IAsyncEnumerator<T>> OpenAsync(OpenStream<T> stream, EventualResult step, CancellationToken token)
    {
        var host = await invoker.FindHostAsync(step, arguments, token).ConfigureAwait(true);
        stream.Hold(host.Holder);
        _call = plan?.Begin(arguments, host.Target, host.Holder, token: null);
        var returned = (Task<IAsyncEnumerable<T>>)host.Invoker.Invoke(call: null, host.Target, arguments, token)!;
        if (!returned.IsCompleted)
            stream.Loop.Turns.UseOwnSynchronizationContext();
        var items = await returned.ConfigureAwait(true)
            ?? throw new InvalidOperationException(
                $"The implementation of {invoker.Member.Name} returned null where it must return "
                + $"{CSharpName.WithArticle(typeof(IAsyncEnumerable<T>))}.");
        return items.GetAsyncEnumerator(token);
    }
}
