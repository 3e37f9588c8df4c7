using Crochet.Diagnostics;

namespace Crochet.Running;

/// <summary>A callback that nobody waits for.</summary>
internal sealed class PostedCallback(Action callback, uint now) : WorkItem
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    internal override string GetName() => MethodName.Of(callback);

    internal override uint GetQueuedAt(uint _) => now;

    internal override void Execute(EventLoop loop)
    {
        loop.Turns.EnterContext(_context);
        callback();
    }

    internal override bool Drop() => true;
}
