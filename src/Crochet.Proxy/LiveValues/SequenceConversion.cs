namespace Crochet.LiveValues;

/// <summary>Sequences of live values: a collection is copied, a lazy one converted as it is read.</summary>
internal sealed class SequenceConversion<T>(LiveConversion element) : ListConversion<T>(element)
{
    private readonly LiveConversion _element = element;

    public override object ToLoop(object value, EventLoop loop) => value is ICollection<T> or IReadOnlyCollection<T>
        ? base.ToLoop(value, loop)
        : ((IEnumerable<T>)value).Select(item => item is null ? item : (T)_element.ToLoop(item, loop));
}
