using Crochet.Generated;
using Crochet.Streams;

namespace Crochet.LiveValues;

/// <summary>Streams that a call returns: what is no collection goes out as a stream whose steps run in the loop.</summary>
internal abstract class StreamConversion : LiveConversion
{
    /// <param name="declared">An IAsyncEnumerable or an IEnumerable.</param>
    public static new LiveConversion Of(Type declared)
    {
        var element = declared.GenericTypeArguments[0];
        var isAsync = declared.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        return KnownType.Of(element).CreateStreamConversion(
            isAsync, isAsync ? null : LiveConversion.Of(declared), LiveConversion.Of(element));
    }

    public sealed override object ToLoop(object value, EventLoop loop) => value;
}

/// <inheritdoc/>
/// <param name="isAsync">Whether the declared type is an IAsyncEnumerable.</param>
/// <param name="collection">Of a collection; null where it goes as it is.</param>
/// <param name="item">Of each item; null where it goes as it is.</param>
internal sealed class StreamConversion<T>(bool isAsync, LiveConversion? collection, LiveConversion? item) : StreamConversion
{
    public override object ToCaller(object value, LiveCall call)
    {
        // What another loop makes is a stream already.
        if (value is StreamSource<T>)
            return value;
        if (!isAsync && value is (ICollection<T> or IReadOnlyCollection<T>))
            return collection?.ToCaller(value, call) ?? value;
        var origin = new ValueOrigin<T>(value, call, item);
        return isAsync ? new ReturnedStream<T>(call, origin) : new ReturnedSequence<T>(call, origin);
    }
}
