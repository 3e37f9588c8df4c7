namespace Crochet.LiveValues;

/// <summary>Arrays of live values: always copied.</summary>
internal sealed class ArrayConversion<T>(LiveConversion element) : LiveConversion
{
    public override object ToCaller(object value, LiveCall call) =>
        Array.ConvertAll((T[])value, item => item is null ? item : (T)element.ToCaller(item, call));

    public override object ToLoop(object value, EventLoop loop) =>
        Array.ConvertAll((T[])value, item => item is null ? item : (T)element.ToLoop(item, loop));
}
