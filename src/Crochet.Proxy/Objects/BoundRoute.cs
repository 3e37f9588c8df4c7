using Crochet.Invoking;
using Crochet.Sending;

namespace Crochet.Objects;

/// <summary>Calls go to the loop of the thread-bound object that the proxy stands for.</summary>
/// <param name="key">The member's key; null where it has none.</param>
internal sealed class BoundRoute(LoopKey? key) : LoopRoute
{
    public override EventLoop Find(CallArguments arguments)
    {
        var chosen = arguments.Target is BoundObject only ? only : ((BoundGroup)arguments.Target).Choose(key?.HashOf(arguments));
        arguments.Target = chosen.Use();
        return chosen.Loop;
    }
}
