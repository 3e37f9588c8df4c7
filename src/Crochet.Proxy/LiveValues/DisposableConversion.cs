namespace Crochet.LiveValues;

/// <summary>Objects that are declared as nothing but disposable, such as a subscription: they are disposed of in the loop.</summary>
/// <param name="declared">IDisposable or IAsyncDisposable.</param>
internal sealed class DisposableConversion(Type declared) : LiveConversion
{
    public override object ToCaller(object value, LiveCall call) => call.IsOwnTarget(value) && declared.IsInstanceOfType(call.Proxy)
        ? call.Proxy!
        : call.Objects.DisposableOf(value);

    public override object ToLoop(object value, EventLoop loop) => LiveObjects.Behind(value, loop) ?? value;
}
