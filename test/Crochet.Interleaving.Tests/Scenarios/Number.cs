using System.Diagnostics;

namespace Crochet.Interleaving;

/// <summary>An item of a queue: which of which producer.</summary>
internal sealed class Number(int producer, int index) : WorkItem
{
    public int Producer => producer;

    public int Index => index;

    internal override string GetName() => $"{producer}.{index}";

    internal override void Execute(EventLoop loop) => throw new UnreachableException();

    internal override bool Drop() => throw new UnreachableException();
}
