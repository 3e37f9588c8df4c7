using System.Runtime.CompilerServices;
using Crochet.Generated;
using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>
/// What stands for the callbacks of one loop: for the same object, or an equal delegate, the same while the implementation holds it, so
/// that it can be taken off a list again. From any thread.
/// </summary>
internal sealed class GivenCallbacks
{
    // Shared by all delegates of static methods.
    private static readonly object _noTarget = new();

    private readonly ConditionalWeakTable<object, KnownCallbacks> _known = [];

    /// <param name="given">The callback.</param>
    /// <param name="type">The parameter's type.</param>
    /// <param name="name">The member's, for reports.</param>
    /// <param name="live">The call that it is given to.</param>
    /// <param name="giving">Where its calls are delivered from now on.</param>
    public object Of(object given, Type type, string name, LiveCall live, CallbackGiving giving)
    {
        var key = given is Delegate handler ? handler.Target ?? _noTarget : given;
        var target = _known.GetOrCreateValue(key).GetOrAdd(given, type, () => Make(given, type, name, live, giving));
        target.Giving = giving;
        return WrapperOf(target);
    }

    private static CallbackTarget Make(object given, Type type, string name, LiveCall live, CallbackGiving giving)
    {
        var channel = new CallbackChannel(live.Loop, name);
        if (given is Delegate handler)
            return DelegateCallback.Of(handler, type, channel, live, giving);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>))
            return KnownType.Of(type.GenericTypeArguments[0]).CreateProgressCallback(given, channel, live, giving);
        return ObjectCallback.Of(given, type, channel, live, giving);
    }

    private static object WrapperOf(CallbackTarget target) => target switch
    {
        DelegateCallback callback => callback.Wrapper,
        ObjectCallback callback => callback.Wrapper,
        _ => target,
    };
}
