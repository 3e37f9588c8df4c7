using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Sending;
using Crochet.Waiting;

namespace Crochet.Calling;

/// <summary>
/// The caller's side of one member that runs in another process: blocks for a call, or hands back what stands for its end.
/// </summary>
internal abstract class RemoteSender(RemoteMember member, CallSettings settings) : ICallSender
{
    private readonly int _key = Array.FindIndex(
        member.Member.Parameters, static parameter => parameter.IsDefined(typeof(LoopKeyAttribute), inherit: false));

    protected RemoteMember Member => member;

    protected CallSettings Settings => settings;

    protected TimeSpan Timeout => settings.Timeout;

    public static RemoteSender Of(RemoteMember member, CallSettings settings)
    {
        var shape = member.Member.Return;
        if (shape.IsVoid)
            return new VoidSender(member, settings);
        var type = shape.IsAsyncStream
            ? typeof(StreamSender<>).MakeGenericType(shape.Value.GenericTypeArguments[0])
            : typeof(ValueSender<>).MakeGenericType(shape.Value);
        return (RemoteSender)Activator.CreateInstance(type, member, settings)!;
    }

    public object? Send(CallArguments arguments, CancellationToken callerToken)
    {
        var target = member.Member;
        if (target.Blocks && EventLoop.BlockedHere(member.Home) is { } here)
        {
            throw EventLoopDeadlockException.OnOwnLoop(
                here, target.Name,
                "It runs in another process, and would hold the loop up meanwhile. Let the member return a Task and await it.");
        }

        var key = _key < 0 ? null : member.Codec.WriteArgument(_key, arguments[_key]);
        if (target.Return.IsAsyncStream)
            return CreateStream(member.Codec.WriteArguments(arguments), key, callerToken);
        var call = new RemoteCall(member, member.Codec.WriteArguments(arguments), key);
        var result = call.Result;
        TokenTie.Tie(result, callerToken);
        _ = call.RunAsync();
        switch (target.Return.Kind)
        {
            case ReturnKind.EventualResult:
                return result;
            case ReturnKind.Plain when target.Mode == CallMode.WaitFor:
                return Block(result);
            case ReturnKind.Plain:
                Forget(result);
                return null;
            default:
                TimeLimit.Set(result, member, Timeout);
                return AwaitedValue(result);
        }
    }

    protected abstract object? ValueOf(EventualResult result);

    /// <summary>The task that the caller gets.</summary>
    protected abstract object AwaitedValue(EventualResult result);

    /// <summary>What a member gives whose readers make its calls.</summary>
    protected virtual object CreateStream(byte[] arguments, byte[]? key, CancellationToken callerToken) =>
        throw new NotSupportedException($"{member.Member.Name} gives no stream.");

    private object? Block(EventualResult result)
    {
        if (!BlockingWait.Block(result, Timeout, CancellationToken.None))
        {
            TimeLimit.End(result, member, Timeout);
            // Who has ended it this moment is about to say how.
            BlockingWait.Block(result, System.Threading.Timeout.InfiniteTimeSpan, CancellationToken.None);
        }

        result.ThrowIfFailed();
        return ValueOf(result);
    }

    private void Forget(EventualResult result)
    {
        var forgotten = new Forgotten(member);
        if (!result.TryAddWaiter(forgotten))
            forgotten.OnEnded(result);
    }

    private sealed class ValueSender<T>(RemoteMember member, CallSettings settings) : RemoteSender(member, settings)
    {
        protected override object? ValueOf(EventualResult result) => ((EventualResult<T>)result).Value;

        protected override object AwaitedValue(EventualResult result)
        {
            var task = ((EventualResult<T>)result).AsTask();
            return IsValueTask ? new ValueTask<T>(task) : task;
        }
    }

    private sealed class VoidSender(RemoteMember member, CallSettings settings) : RemoteSender(member, settings)
    {
        protected override object? ValueOf(EventualResult result) => null;

        protected override object AwaitedValue(EventualResult result) => IsValueTask ? new ValueTask(result.AsTask()) : result.AsTask();
    }

    private sealed class StreamSender<T>(RemoteMember member, CallSettings settings) : RemoteSender(member, settings)
    {
        protected override object? ValueOf(EventualResult result) => throw new NotSupportedException();

        protected override object AwaitedValue(EventualResult result) => throw new NotSupportedException();

        protected override object CreateStream(byte[] arguments, byte[]? key, CancellationToken callerToken) =>
            new RemoteStream<T>(Member, Settings, arguments, key, callerToken);
    }

    private bool IsValueTask => member.Member.Return.Kind == ReturnKind.ValueTask;
}
