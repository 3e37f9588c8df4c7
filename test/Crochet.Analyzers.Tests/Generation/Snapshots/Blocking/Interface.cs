namespace Shop;

public sealed record Order(int Id);

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    Order Find(int id);

    [WaitFor(seconds: 5)]
    int Count();

    [WaitFor(seconds: 5)]
    void Save(Order order, string reason, CancellationToken cancellationToken);

    int Unmarked(ReadOnlySpan<char> text);
}
