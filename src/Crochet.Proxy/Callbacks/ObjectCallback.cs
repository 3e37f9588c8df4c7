using System.Collections.Concurrent;
using Crochet.Generated;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>Stands for an object of an interface.</summary>
internal abstract class ObjectCallback(object given, CallbackChannel channel, LiveCall live, CallbackGiving giving)
    : CallbackTarget(channel, live, giving)
{
    private static readonly ConcurrentDictionary<Type, Func<CallbackReceiver, CallbackObject>> _known = new();

    /// <summary>What the implementation gets.</summary>
    public abstract object Wrapper { get; }

    protected object Given => given;

    /// <param name="given">The object.</param>
    /// <param name="type">The interface that it is declared as.</param>
    /// <param name="channel">Delivers its calls.</param>
    /// <param name="live">What stands for the objects that it is called with.</param>
    /// <param name="giving">Where its calls are delivered.</param>
    public static ObjectCallback Of(object given, Type type, CallbackChannel channel, LiveCall live, CallbackGiving giving)
    {
        if (_known.TryGetValue(type, out var make))
            return new GeneratedCallback(given, make, channel, live, giving);
        if (RunTimeProxies.AreEnabled)
            return RunTimeProxies.Make(given, type, channel, live, giving);
        throw new NotSupportedException(
            $"No generated code of this program has callbacks of the type {CSharpName.Of(type)}. Put [GenerateProxy] on the interface.");
    }

    public static void Add(Type type, Func<CallbackReceiver, CallbackObject> make) => _known.TryAdd(type, make);

    private sealed class GeneratedCallback : ObjectCallback
    {
        public GeneratedCallback(
            object given, Func<CallbackReceiver, CallbackObject> make, CallbackChannel channel, LiveCall live, CallbackGiving giving)
            : base(given, channel, live, giving) => Wrapper = make(new(this, given));

        public override object Wrapper { get; }
    }
}
