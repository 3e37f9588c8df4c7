namespace Crochet.Timing;

/// <summary>Something that ends at a time whether or not the loop thread is free: no user code runs in it.</summary>
internal abstract class LoopDeadline : TimerEntry
{
    public abstract void Expire(EventLoop loop);

    public override string GetName() => GetType().Name;

    public sealed override void Execute(EventLoop loop) => Expire(loop);
}
