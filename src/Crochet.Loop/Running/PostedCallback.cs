using Crochet.Diagnostics;

namespace Crochet.Running;

/// <summary>A callback that nobody waits for.</summary>
internal sealed class PostedCallback(Action callback, uint now) : WorkItem
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    public override string GetName() => MethodName.Of(callback);

    public override uint GetQueuedAt(uint _) => now;

    public override void Execute(EventLoop loop)
    {
        loop.Turns.EnterContext(_context);
        callback();
    }

    public override bool Drop() => true;
}
