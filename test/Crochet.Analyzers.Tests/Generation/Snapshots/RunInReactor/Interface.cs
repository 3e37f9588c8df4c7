namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [RunInReactor]
    EventualResult<int> Count(string name);

    [RunInReactor]
    EventualResult Clear();

    [RunInReactor]
    void Forget(int id);

    [RunInReactor]
    Task<int> CountAsync(string name);
}
