using Crochet.Driving;
using Crochet.Running;

namespace Crochet.Testing.Driving;

/// <summary>The loop's turns, in its own order.</summary>
internal sealed class LoopTurns(DrivenLoop loop) : HostedActor("loop")
{
    private IWorkItem? _next;

    public override bool IsReady => loop.HasTurn;

    /// <summary>How many have run.</summary>
    public int Count { get; private set; }

    public override string? Take()
    {
        // A call that was withdrawn leaves its place in the queue, and no turn.
        while ((_next = loop.Take()) is EventualResult { IsCompleted: true } withdrawn)
            loop.Run(withdrawn);
        return _next?.GetName();
    }

    public override void Run()
    {
        Count++;
        loop.Run(_next!);
        _next = null;
    }
}
