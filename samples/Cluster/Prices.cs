namespace Cluster;

/// <summary>Makes prices. It is called on one thread, and knows nothing of other processes.</summary>
public sealed class Prices
{
    private int _made;

    public string Of(string item) => Price(item);

    public string ForCustomer(string customer, string item) => $"{Price(item)} for {customer}";

    public async Task<string> Negotiate(string item, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        return $"{Price(item)} after a long talk";
    }

    private string Price(string item) => $"{item}: {10 + ++_made} by the process {Environment.ProcessId}";
}
