namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [WaitFor(seconds: 5)]
    IAsyncEnumerable<string> Watch(int id, CancellationToken cancellationToken = default);

    [WaitFor(seconds: 5)]
    [Prefetch(16)]
    IEnumerable<int> Numbers { get; }

    [RunInReactor]
    EventualResult<IReadOnlyList<IOrders>> Parts();
}
