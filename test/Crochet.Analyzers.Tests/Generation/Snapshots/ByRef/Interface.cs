namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    bool TryTake(ref int id, out string? text, in DateTime since, ref readonly long number);

    [WaitFor(seconds: 5)]
    void Swap(ref int arguments, ref int other);

    ref int Unmarked(ref int returned, scoped ReadOnlySpan<int> text);
}
