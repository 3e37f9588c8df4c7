namespace Crochet.LiveValues;

/// <summary>The proxies of one object, as long as somebody holds them.</summary>
internal sealed class KnownProxies
{
    private readonly Lock _lock = new();
    private readonly List<(Type Contract, WeakReference<object> Proxy)> _proxies = [];

    public object GetOrAdd<TArgument>(Type contract, Func<TArgument, Type, object> make, TArgument argument)
    {
        lock (_lock)
        {
            for (var index = _proxies.Count - 1; index >= 0; index--)
            {
                var (type, reference) = _proxies[index];
                if (!reference.TryGetTarget(out var proxy))
                    _proxies.RemoveAt(index);
                else if (type == contract)
                    return proxy;
            }

            var made = make(argument, contract);
            _proxies.Add((contract, new(made)));
            return made;
        }
    }
}
