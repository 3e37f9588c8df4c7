using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Sending;

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

    protected bool IsValueTask => member.Member.Return.Kind == ReturnKind.ValueTask;

    public static RemoteSender Of(RemoteMember member, CallSettings settings)
    {
        var shape = member.Member.Return;
        if (shape.IsVoid)
            return new RemoteVoidSender(member, settings);
        var type = shape switch
        {
            { IsAsyncStream: true } => typeof(RemoteStreamSender<>).MakeGenericType(shape.Value.GenericTypeArguments[0]),
            { IsStream: true } => typeof(RemoteSequenceSender<,>).MakeGenericType(shape.Value, shape.Value.GenericTypeArguments[0]),
            _ => typeof(RemoteValueSender<>).MakeGenericType(shape.Value),
        };
        return (RemoteSender)Activator.CreateInstance(type, member, settings)!;
    }

    public object? Send(CallArguments arguments, CancellationToken callerToken)
    {
        var target = member.Member;
        if (target.Blocks)
            member.ThrowIfOnLoop("Let the member return a Task and await it.");

        var key = _key < 0 ? null : member.Codec.WriteArgument(_key, arguments[_key]);
        if (target.Return.IsAsyncStream)
            return CreateStream(member.Codec.WriteArguments(arguments), key, callerToken);
        var call = CreateCall(member.Codec.WriteArguments(arguments), key, callerToken);
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

    protected virtual RemoteCall CreateCall(byte[] arguments, byte[]? key, CancellationToken callerToken) =>
        new(member, arguments, key);

    /// <summary>What a member gives whose readers make its calls.</summary>
    protected virtual object CreateStream(byte[] arguments, byte[]? key, CancellationToken callerToken) =>
        throw new NotSupportedException($"{member.Member.Name} gives no stream.");

    private object? Block(EventualResult result)
    {
        TimeLimit.Block(result, member, Timeout);
        result.ThrowIfFailed();
        return ValueOf(result);
    }

    private void Forget(EventualResult result)
    {
        var forgotten = new Forgotten(member);
        if (!result.TryAddWaiter(forgotten))
            forgotten.OnEnded(result);
    }
}
