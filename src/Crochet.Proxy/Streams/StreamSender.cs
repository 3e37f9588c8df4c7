using Crochet.Calls;
using Crochet.Invoking;
using Crochet.LiveValues;
using Crochet.Sending;

namespace Crochet.Streams;

/// <summary>Sends the calls of a member that gives an IAsyncEnumerable: nothing, until somebody reads.</summary>
/// <param name="invoker">The loop's side of the member.</param>
/// <param name="route">Finds the loop of each reading.</param>
/// <param name="settings">How the steps are sent.</param>
/// <param name="plan">Of the items; null where they go as they are.</param>
internal sealed class StreamSender<T>(MemberInvoker invoker, LoopRoute route, CallSettings settings, LivePlan? plan)
    : CallSender(invoker, route, settings)
{
    public override bool IsSentByReaders => true;

    public override object Send(CallArguments arguments, CancellationToken callerToken)
    {
        Invoker.Prepare();
        return new MemberStream<T>(Invoker, Route, Settings, plan, arguments, callerToken);
    }

    public override object OpenStream(CallArguments arguments)
    {
        Invoker.Prepare();
        return new MemberStream<T>(Invoker, Route, Settings.WithoutTimeout, plan, arguments, callerToken: default);
    }

    /// <summary>There is no call before somebody reads: who wants a stream for another process sends.</summary>
    protected override EventualResult StartIn(EventLoop loop, CallArguments arguments) =>
        throw new NotSupportedException($"{Name} is called by its readers.");

    public override object? SendTo(EventLoop loop, CallInvoker invoker, object body, CancellationToken callerToken) =>
        Send((CallArguments)body, callerToken);

    protected override object? RunInPlace(EventLoop loop, CallArguments arguments, CancellationToken callerToken) =>
        Send(arguments, callerToken);
}
