[assembly: GenerateProxy(typeof(Shop.IOrders), typeof(Shop.Orders))]

namespace Shop;

public interface IOrders
{
    [RunInReactor]
    EventualResult<int> Import(string path);

    [RunInReactor]
    EventualResult<T> Export<T>(T last);
}

public sealed class Orders
{
    public async Task<int> ImportAsync(string path, IProgress<int> progress, CancellationToken cancellationToken)
    {
        progress.Report(path.Length);
        await Task.Delay(1, cancellationToken);
        return path.Length;
    }

    public T Export<T>(T last, IProgress<T> progress)
    {
        progress.Report(last);
        return last;
    }
}
