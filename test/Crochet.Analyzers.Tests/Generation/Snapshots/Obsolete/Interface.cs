namespace Shop;

[GenerateProxy]
public interface IOrders
{
    [Obsolete("Call Find.")]
    [WaitFor(seconds: 5)]
    int Search();

    [WaitFor(seconds: 5)]
    int Find();
}
