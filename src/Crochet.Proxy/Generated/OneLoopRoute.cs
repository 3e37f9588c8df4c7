namespace Crochet.Generated;

/// <summary>All calls go to one loop, where the proxy's own target is.</summary>
internal readonly struct OneLoopRoute<TArguments>(EventLoop loop) : ICompiledRoute<TArguments>
{
    public bool TryFind(ref object target, ref TArguments arguments, out EventLoop found)
    {
        found = loop;
        return true;
    }
}
