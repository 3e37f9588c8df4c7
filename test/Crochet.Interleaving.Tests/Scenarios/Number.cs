using System.Diagnostics;
using Crochet.Running;

namespace Crochet.Interleaving;

/// <summary>An item of a queue: which of which producer.</summary>
internal sealed class Number(int producer, int index) : WorkItem
{
    public int Producer => producer;

    public int Index => index;

    public override string GetName() => $"{producer}.{index}";

    public override void Execute(EventLoop loop) => throw new UnreachableException();

    public override bool Drop() => throw new UnreachableException();
}
