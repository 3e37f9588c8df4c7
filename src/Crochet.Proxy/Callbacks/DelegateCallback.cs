using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>Stands for a delegate.</summary>
internal sealed class DelegateCallback : CallbackTarget
{
    private readonly Delegate _handler;
    private readonly KnownDelegate _type;

    private DelegateCallback(Delegate handler, Type declared, CallbackChannel channel, LiveCall live, CallbackGiving giving)
        : base(channel, live, giving)
    {
        _handler = handler;
        _type = KnownDelegate.Of(handler.GetType(), declared);
        Wrapper = _type.Wrap(this);
    }

    /// <summary>What the implementation gets: a delegate of the same type, or of the declared one.</summary>
    public Delegate Wrapper { get; }

    /// <param name="handler">The delegate.</param>
    /// <param name="declared">The type of the event or of the parameter, which the delegate's own may differ from by its variance.</param>
    /// <param name="channel">Delivers its calls.</param>
    /// <param name="live">What stands for the objects that it is called with.</param>
    /// <param name="giving">Where its calls are delivered.</param>
    public static DelegateCallback Of(Delegate handler, Type declared, CallbackChannel channel, LiveCall live, CallbackGiving giving) =>
        new(handler, declared, channel, live, giving);

    /// <summary>Whether this one stands for the delegate, or for an equal one.</summary>
    public bool StandsFor(Delegate handler) => _handler.Equals(handler);

    /// <summary>Called by what the implementation gets.</summary>
    public object? Invoke(object?[] arguments) => _type.Signature.Send(this, arguments, values => _type.Call(_handler, values));
}
