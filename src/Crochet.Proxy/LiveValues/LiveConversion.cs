using System.Collections.Concurrent;
using Crochet.Generated;
using Crochet.Interfaces;

namespace Crochet.LiveValues;

/// <summary>What becomes of values of one declared type on their way out of the loop, and back into it.</summary>
internal abstract class LiveConversion
{
    private static readonly ConcurrentDictionary<Type, LiveConversion?> _known = new();

    /// <summary>
    /// Null where values of the type go as they are: it is neither a marked interface nor disposable, nor a list of such.
    /// </summary>
    public static LiveConversion? Of(Type declared) => _known.GetOrAdd(declared, Find);

    /// <summary>Loop thread: what the caller gets for what the implementation hands out.</summary>
    public abstract object ToCaller(object value, LiveCall call);

    /// <summary>What the implementation gets for what the caller hands in, to a member that runs in the loop.</summary>
    public abstract object ToLoop(object value, EventLoop loop);

    private static LiveConversion? Find(Type declared)
    {
        if (declared == typeof(IDisposable) || declared == typeof(IAsyncDisposable))
            return new DisposableConversion(declared);
        if (InterfaceDescription.IfMarked(declared) is { } contract)
            return new ObjectConversion(contract);
        if (declared.IsSZArray)
            return Of(declared.GetElementType()!, static (known, element) => known.CreateArrayConversion(element));
        if (!declared.IsGenericType || declared.ContainsGenericParameters)
            return null;
        var definition = declared.GetGenericTypeDefinition();
        var element = declared.GenericTypeArguments[0];
        if (definition == typeof(IEnumerable<>))
            return Of(element, static (known, conversion) => known.CreateSequenceConversion(conversion));
        return definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>) || definition == typeof(IList<>)
            || definition == typeof(ICollection<>) || definition == typeof(List<>)
            ? Of(element, static (known, conversion) => known.CreateListConversion(conversion))
            : null;
    }

    private static LiveConversion? Of(Type element, Func<KnownType, LiveConversion, LiveConversion> create) =>
        Of(element) is { } conversion ? create(KnownType.Of(element), conversion) : null;
}
