namespace Crochet.Interception;

internal static class RunTimeProxies
{
    /// <summary>Why a trimmed or natively compiled application cannot have proxies.</summary>
    public const string Reason =
        "DynamicProxy makes proxies at run time, by reflection. Call EventLoop.WaitFor and EventLoop.RunInReactor instead.";
}
