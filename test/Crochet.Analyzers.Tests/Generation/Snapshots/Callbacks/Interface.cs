namespace Shop;

public interface IClerk
{
    void Told(string text);

    Task<bool> AskAsync(int number);
}

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    void Watch([Callback] Action<int, string?> changed, [Callback] IClerk clerk);

    [RunInReactor]
    EventualResult Load([Callback] IProgress<double> progress);
}
