namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    string Name { get; set; }

    int Count { [WaitFor(seconds: 5)] get; set; }

    [WaitFor(seconds: 5)]
    string? this[int id, string key] { get; set; }

    bool Unmarked { get; }
}
