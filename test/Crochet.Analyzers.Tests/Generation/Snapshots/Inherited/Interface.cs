namespace Shop;

public interface INamed : IDisposable
{
    [WaitFor(seconds: 5)]
    object Name { get; }
}

public interface ICounted
{
    [WaitFor(seconds: 5)]
    int Count();
}

[GenerateProxy]
public interface IOrders : INamed, ICounted
{
    [WaitFor(seconds: 5)]
    new string Name { get; }

    [WaitFor(seconds: 5)]
    new long Count();
}
