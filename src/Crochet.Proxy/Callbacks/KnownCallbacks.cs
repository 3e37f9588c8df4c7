namespace Crochet.Callbacks;

/// <summary>What stands for one object, or for the delegates on one object, as long as the implementation holds it.</summary>
internal sealed class KnownCallbacks
{
    private readonly Lock _lock = new();
    private readonly List<Known> _known = [];

    public CallbackTarget GetOrAdd(object given, Type type, Func<CallbackTarget> make)
    {
        lock (_lock)
        {
            for (var index = _known.Count - 1; index >= 0; index--)
            {
                var known = _known[index];
                if (!known.Target.TryGetTarget(out var target))
                    _known.RemoveAt(index);
                else if (known.Type == type && (ReferenceEquals(known.Given, given) || (given is Delegate && given.Equals(known.Given))))
                    return target;
            }

            var made = make();
            _known.Add(new(given, type, new(made)));
            return made;
        }
    }

    private sealed record Known(object Given, Type Type, WeakReference<CallbackTarget> Target);
}
