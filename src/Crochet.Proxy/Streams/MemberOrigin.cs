using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Streams;

/// <summary>Each reading calls the member, and enumerates what it returns.</summary>
internal sealed class MemberOrigin<T>(MemberInvoker invoker, CallArguments arguments) : StreamOrigin<T>
{
    public override CallArguments Arguments => arguments;

    public override async ValueTask<IAsyncEnumerator<T>> OpenAsync(OpenStream<T> stream, EventualResult call, CancellationToken token)
    {
        var host = await invoker.FindHostAsync(call, arguments.Target, token).ConfigureAwait(true);
        stream.Hold(host.Holder);
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
