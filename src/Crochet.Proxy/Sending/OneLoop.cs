using Crochet.Invoking;

namespace Crochet.Sending;

/// <summary>All calls go to one loop, where the proxy's own target is.</summary>
internal sealed class OneLoop(EventLoop loop) : LoopRoute
{
    public override EventLoop Find(CallArguments arguments) => loop;
}
