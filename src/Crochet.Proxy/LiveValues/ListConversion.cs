namespace Crochet.LiveValues;

/// <summary>Lists of live values: always copied, an array as an array and anything else as a list.</summary>
internal class ListConversion<T>(LiveConversion element) : LiveConversion
{
    public override object ToCaller(object value, LiveCall call) =>
        Copy((IEnumerable<T>)value, item => item is null ? item : (T)element.ToCaller(item, call));

    public override object ToLoop(object value, EventLoop loop) =>
        Copy((IEnumerable<T>)value, item => item is null ? item : (T)element.ToLoop(item, loop));

    private static object Copy(IEnumerable<T> items, Func<T, T> convert) => items is T[] array
        ? Array.ConvertAll(array, item => convert(item))
        : items.Select(convert).ToList();
}
