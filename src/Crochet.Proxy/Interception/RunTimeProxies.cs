namespace Crochet.Interception;

internal static class RunTimeProxies
{
    /// <summary>Why a trimmed or natively compiled application cannot have proxies.</summary>
    public const string Reason =
        "Proxies are classes that DynamicProxy writes at run time, after members found by reflection. Call EventLoop.WaitFor and EventLoop.RunInReactor instead.";
}
