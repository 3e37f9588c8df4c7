using Crochet.Diagnostics;

namespace Crochet.Timing;

/// <summary>A timer whose callback has ended when it returns.</summary>
internal sealed class CallbackTimer(EventLoop loop, Action callback) : LoopTimer(loop, ExecutionContext.Capture())
{
    public override string GetName() => MethodName.Of(callback);

    protected override void Fire() => callback();
}
