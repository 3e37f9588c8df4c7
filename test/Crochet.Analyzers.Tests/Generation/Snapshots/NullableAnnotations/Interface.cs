using System.Diagnostics.CodeAnalysis;

namespace Shop;

public interface IRepository<T>
{
    [WaitFor(seconds: 5)]
    T Find(T key, Dictionary<string, T[]> others);
}

[GenerateProxy]
public interface IOrders : IRepository<string?>
{
    [WaitFor(seconds: 5)]
    string? Name(string? id, List<string?>? names);

    [WaitFor(seconds: 5)]
    bool TryFind(string name, [NotNullWhen(true)] out string? value);

    [WaitFor(seconds: 5)]
    T? Maybe<T>(T? value);
}
