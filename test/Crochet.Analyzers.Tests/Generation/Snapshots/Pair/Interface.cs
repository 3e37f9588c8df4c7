[assembly: GenerateProxy(typeof(Shop.IClock), typeof(Shop.Clock))]
[assembly: GenerateProxy(typeof(Shop.IBox<int>), typeof(Shop.IntBox))]

namespace Shop;

public interface IClock
{
    [WaitFor(seconds: 5)]
    DateTime Read(string zone);

    Task Reset();
}

public sealed class Clock
{
    public async Task<DateTime> ReadAsync(string zone, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return DateTime.UnixEpoch;
    }

    public void Reset()
    {
    }
}

public interface IBox<T>
{
    [WaitFor(seconds: 5)]
    T Open();
}

public sealed class IntBox : IBox<int>
{
    public int Open() => 1;
}
