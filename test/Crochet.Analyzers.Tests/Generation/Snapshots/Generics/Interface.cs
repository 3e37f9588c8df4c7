namespace Shop;

public interface IRepository<TKey, TItem> where TItem : class
{
    [WaitFor(seconds: 5)]
    TItem? Find(TKey key);
}

[GenerateProxy]
public interface IOrders : IRepository<int, string>
{
    [WaitFor(seconds: 5)]
    T Get<T>(string key) where T : class;

    [WaitFor(seconds: 5)]
    void Put<TKey, TItem>(TKey key, TItem? item) where TKey : notnull;

    T Unmarked<T>(T value) where T : struct, Enum;
}
