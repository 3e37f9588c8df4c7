using Crochet.Diagnostics;

namespace Crochet.Timing;

/// <summary>What <see cref="EventLoop.CallLater"/> sets.</summary>
internal sealed class PostedTimer(EventLoop loop, Action callback) : LoopTimer(loop)
{
    public override string GetName() => MethodName.Of(callback);

    protected override void Fire() => callback();
}
