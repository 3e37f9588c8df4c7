using Crochet;

namespace Cluster;

#region interface
/// <summary>Asks for prices, wherever they are made.</summary>
public interface IPrices
{
    [WaitFor(seconds: 5)]
    Task<string> OfAsync(string item);

    [WaitFor(seconds: 5)]
    Task<string> ForCustomerAsync([LoopKey] string customer, string item);

    [RunInReactor]
    EventualResult<string> Negotiate(string item);
}
#endregion
