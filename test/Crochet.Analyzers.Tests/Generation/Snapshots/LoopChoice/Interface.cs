namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    int Count([LoopKey] string customer, int year);

    [WaitFor(seconds: 5)]
    [OnEveryLoop]
    Task ClearAsync();
}
