using Crochet.Invoking;

namespace Crochet.Sending;

/// <summary>Finds the loop of a call, and the object in it.</summary>
internal abstract class LoopRoute
{
    /// <summary>The loop; the arguments' target is then the object in that loop.</summary>
    public abstract EventLoop Find(CallArguments arguments);
}
