using Crochet.Driving;
using Crochet.Timing;

namespace Crochet.Testing.Driving;

/// <summary>
/// The timeouts of awaited calls: each ends its call without a turn of the loop, as it does on a loop with a thread of its own.
/// </summary>
internal sealed class LoopTimeouts(EventLoop loop, DrivenLoop driven) : HostedActor("timeout")
{
    private LoopDeadline? _next;

    public override bool IsReady => driven.HasDeadline;

    public override string? Take()
    {
        _next = driven.TakeDeadline();
        return _next?.GetName();
    }

    public override void Run() => _next!.Expire(loop);
}
