using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>
/// The loop's side of a member whose value is a stream: what it returns is handed back as a stream that runs in the loop.
/// </summary>
internal abstract class StreamInvoker(MemberInvoker inner) : MemberInvoker(inner.Member)
{
    public sealed override bool TakesToken => inner.TakesToken;

    public sealed override bool ReturnsPlain => inner.ReturnsPlain;

    public sealed override bool TakesHolder => true;

    protected MemberInvoker Inner => inner;

    /// <summary>The invoker itself where the member returns no stream, or one whose readers make the call.</summary>
    public static MemberInvoker Around(MemberInvoker inner, CallSettings settings)
    {
        var shape = inner.Member.Return;
        if (!shape.IsStream || shape.IsAsyncStream)
            return inner;
        var type = typeof(StreamInvoker<,>).MakeGenericType(shape.Value, shape.Value.GenericTypeArguments[0]);
        return (MemberInvoker)Activator.CreateInstance(type, inner, settings)!;
    }

    public sealed override void Prepare() => inner.Prepare();

    public sealed override string WayOutOf(CallArguments arguments) => inner.WayOutOf(arguments);
}

/// <inheritdoc/>
/// <typeparam name="TStream">The declared type: an IAsyncEnumerable or an IEnumerable.</typeparam>
/// <typeparam name="T">The items' type.</typeparam>
internal sealed class StreamInvoker<TStream, T>(MemberInvoker inner, CallSettings settings) : StreamInvoker(inner) where TStream : class
{
    public override Task? Invoke(EventualResult? call, object target, CallArguments arguments, CancellationToken cancellationToken)
    {
        var holder = target as IStreamHolder;
        var loop = EventLoop.Current!;
        var callerToken = Member.TokenIndex < 0 ? default : arguments[Member.TokenIndex] is CancellationToken token ? token : default;
        // Its streams outlive the call, and so must their token.
        CancellationTokenSource? source = null;
        if (TakesToken)
        {
            source = new CancellationTokenSource();
            cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
        }

        var returned = (Task<TStream>)Inner.Invoke(call: null, holder?.Value ?? target, arguments, source?.Token ?? default)!;
        if (!returned.IsCompletedSuccessfully)
        {
            loop.Turns.UseOwnSynchronizationContext();
            var wrapped = WrapLaterAsync(returned);
            call?.Follow(wrapped);
            return wrapped;
        }

        var value = Wrap(returned.Result);
        if (call is null)
            return Task.FromResult(value);
        ((EventualResult<TStream>)call).Succeed(value);
        return null;

        async Task<TStream> WrapLaterAsync(Task<TStream> later) => Wrap(await later.ConfigureAwait(true));

        TStream Wrap(TStream items)
        {
            // What is there as a whole goes as it is, and so does what another loop makes.
            if (items is null or ICollection<T> or IReadOnlyCollection<T> or StreamSource<T>)
                return items!;
            var origin = new ValueOrigin<T>(items, holder, source);
            return typeof(TStream) == typeof(IAsyncEnumerable<T>)
                ? (TStream)(object)new ReturnedStream<T>(loop, origin, Member, settings, callerToken)
                : (TStream)(object)new ReturnedSequence<T>(loop, origin, Member, settings, callerToken);
        }
    }
}
