namespace Crochet.Scopes;

/// <summary>The container's scope that a proxy belongs to.</summary>
internal sealed class ProxyScope(IServiceProvider provider, ScopeCalls? calls, EventLoop loop)
{
    /// <summary>Where the calls of the proxy's implementation are counted; null where it belongs to no scope.</summary>
    public ScopeCalls? Calls { get; } = calls;

    public EventLoop Loop { get; } = loop;

    public bool HasEnded
    {
        get
        {
            try
            {
                provider.GetService(typeof(IServiceProvider));
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
    }
}
