using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Crochet.Interfaces;
using Crochet.Invoking;
using Crochet.Sending;

namespace Crochet.Objects;

/// <summary>Sends each call of an [OnEveryLoop] member to all loops of a group; on one loop, to that.</summary>
internal sealed class EveryLoopSender(MemberInvoker invoker, LoopRoute route, CallSettings settings) : VoidSender(invoker, route, settings)
{
    public override EventLoop? FindLoop(CallArguments arguments) => null;

    public override object? Send(CallArguments arguments, CancellationToken callerToken)
    {
        var objects = ((BoundTarget)arguments.Target).All;
        if (objects.Count == 1)
            return base.Send(arguments, callerToken);
        Invoker.Prepare();
        var own = objects.Select(bound => arguments.CopyFor(bound.Use())).ToList();
        switch (ReturnKind)
        {
            case ReturnKind.Task:
                return EndWithLastAsync(SendAwaited());
            case ReturnKind.ValueTask:
                return new ValueTask(EndWithLastAsync(SendAwaited()));
            case ReturnKind.EventualResult:
                var calls = Queue();
                return new EveryLoopCall(Name, objects[0].Loop, calls)
                    .ResultOf(EndWithLastAsync(calls.ConvertAll(static call => call.AsTask())));
        }

        if (Invoker.Member.Mode == CallMode.WaitFor)
            Block(objects, own, callerToken);
        else
            own.ForEach(sent => LoopOf(sent).Calls.QueueForgotten(Invoker, sent, callerToken));
        return null;

        List<Task> SendAwaited() => own.ConvertAll(sent => LoopOf(sent).Calls.QueueAwaited(Invoker, sent, Timeout, callerToken));
        List<EventualResult> Queue() => own.ConvertAll(sent => LoopOf(sent).Calls.Queue(Invoker, sent, callerToken));
    }

    private static EventLoop LoopOf(CallArguments arguments) => ((BoundObject)arguments.Target).Loop;

    private static async Task EndWithLastAsync(List<Task> calls)
    {
        await Task.WhenAll(calls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Of those that failed the first in the loops' order comes out.
        foreach (var call in calls)
            await call.ConfigureAwait(false);
    }

    private void Block(IReadOnlyList<BoundObject> objects, List<CallArguments> arguments, CancellationToken callerToken)
    {
        var here = objects.FirstOrDefault(static bound => bound.Loop.IsInLoopThread);
        if (here is not null && SameLoopCalls != SameLoopCallBehavior.RunInPlace)
            throw EventLoopDeadlockException.OnOwnLoop(here.Loop, Invoker.Member.Name, Invoker.WayOutOf(arguments[0]));

        var start = Stopwatch.GetTimestamp();
        var calls = arguments.ConvertAll(sent => LoopOf(sent) == here?.Loop ? null : LoopOf(sent).Calls.Queue(Invoker, sent, callerToken));
        ExceptionDispatchInfo? first = null;
        for (var index = 0; index < calls.Count; index++)
        {
            try
            {
                if (calls[index] is { } call)
                    WaitUntil(call, start, calls);
                else
                    here!.Loop.Calls.RunInPlace(Invoker, arguments[index], callerToken);
            }
            catch (Exception exception) when (exception is not CrochetTimeoutException || calls[index] is { IsCompleted: true })
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        first?.Throw();
    }

    private void WaitUntil(EventualResult call, long start, List<EventualResult?> calls)
    {
        var left = Timeout - Stopwatch.GetElapsedTime(start);
        try
        {
            call.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
        catch (CrochetTimeoutException exception) when (!call.IsCompleted)
        {
            calls.ForEach(static other => other?.Cancel());
            throw new CrochetTimeoutException(Invoker.Member.Name, Timeout, exception.Phase, isWithdrawn: false, exception.Loop);
        }
    }
}
