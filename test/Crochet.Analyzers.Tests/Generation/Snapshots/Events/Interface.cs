namespace Shop;

public delegate Task Refill(string item, int count);

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    int Count();

    [Callback]
    event EventHandler<int>? Changed;

    [Callback]
    event Refill Empty;

    event Action? OnTheLoop;
}
