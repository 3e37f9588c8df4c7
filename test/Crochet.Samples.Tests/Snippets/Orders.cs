namespace Crochet.Samples.Tests.Snippets;

public sealed record Order(int Id, decimal Price, int Count);

#region interface
public interface IOrders
{
    [WaitFor(seconds: 2)]
    Order Find(int id);

    [WaitFor(seconds: 2)]
    Task<Order> FindAsync(int id, CancellationToken cancellationToken);

    [RunInReactor]
    EventualResult<int> Import(string file);

    [RunInReactor]
    void Touch(int id);
}
#endregion

#region implementation
public sealed class OrderStore
{
    private readonly Dictionary<int, Order> _orders = [];

    public async Task<Order> FindAsync(int id, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        return _orders.TryGetValue(id, out var order) ? order : throw new KeyNotFoundException($"There is no order {id}.");
    }

    public int Import(string file)
    {
        foreach (var price in file.Split(' ').Select(int.Parse))
            _orders.Add(_orders.Count + 1, new Order(_orders.Count + 1, price, Count: 2));

        return _orders.Count;
    }

    public void Touch(int id) => _orders[id] = _orders[id] with { };
}
#endregion
