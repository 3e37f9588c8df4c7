using Crochet.Invoking;
using Crochet.Sending;

namespace Crochet.Objects;

/// <summary>Calls go to the loop of the thread-bound object that the proxy stands for.</summary>
internal sealed class BoundRoute(LoopKey? key) : LoopRoute
{
    public override EventLoop Find(CallArguments arguments)
    {
        var chosen = ((BoundTarget)arguments.Target).Choose(arguments, key);
        arguments.Target = chosen;
        return chosen.Loop;
    }
}
