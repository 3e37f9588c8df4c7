using Crochet.Invoking;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>Sends the calls of a member that gives an IAsyncEnumerable: nothing, until somebody reads.</summary>
internal sealed class StreamSender<T>(MemberInvoker invoker, LoopRoute route, CallSettings settings) : CallSender(invoker, route, settings)
{
    public override object Send(CallArguments arguments, CancellationToken callerToken)
    {
        Invoker.Prepare();
        return new MemberStream<T>(Invoker, Route, Settings, arguments, callerToken);
    }

    protected override object? SendTo(EventLoop loop, CallArguments arguments, CancellationToken callerToken) =>
        Send(arguments, callerToken);

    protected override object? RunInPlace(EventLoop loop, CallArguments arguments, CancellationToken callerToken) =>
        Send(arguments, callerToken);
}
