namespace Shop;

[GenerateProxy]
public interface IOrders : IAsyncDisposable
{
    [WaitFor(seconds: 5)]
    Task<int> CountAsync(CancellationToken cancellationToken = default);

    [WaitFor(seconds: 5)]
    ValueTask<string> NameAsync(int id);

    [WaitFor(seconds: 5)]
    Task SaveAsync(int id, CancellationToken? cancellationToken);

    [WaitFor(seconds: 5)]
    ValueTask ClearAsync();
}
