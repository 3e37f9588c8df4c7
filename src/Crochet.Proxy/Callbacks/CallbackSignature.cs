using System.Collections.Concurrent;
using System.Reflection;
using Crochet.Generated;
using Crochet.Interfaces;
using Crochet.LiveValues;

namespace Crochet.Callbacks;

/// <summary>One method of a callback: what becomes of its arguments, and how its calls are delivered. Made once for each method.</summary>
internal sealed class CallbackSignature
{
    private static readonly ConcurrentDictionary<MethodInfo, CallbackSignature> _known = new();

    private readonly LiveConversion?[] _conversions;
    private readonly bool[] _mayBeSender;
    private readonly Func<CallbackTarget, Func<object?>, (CallbackDelivery Delivery, object? Returned)> _make;

    public CallbackSignature(Type returnType, params Type[] parameters)
    {
        _conversions = Array.ConvertAll(parameters, LiveConversion.Of);
        _mayBeSender = Array.ConvertAll(parameters, static parameter => !parameter.IsValueType);
        var shape = ReturnShape.Of(returnType);
        if (shape.Kind == ReturnKind.Plain)
        {
            _make = static (callback, call) => (new UnawaitedDelivery(callback.Giving, call), null);
            return;
        }

        var value = KnownType.Of(shape.IsVoid ? typeof(bool) : shape.Value);
        _make = (callback, call) => value.CreateDelivery(shape, callback, call);
    }

    public static CallbackSignature Of(MethodInfo method) => _known.GetOrAdd(method, static method =>
        new(method.ReturnType, Array.ConvertAll(method.GetParameters(), static parameter => parameter.ParameterType)));

    /// <summary>Sends a call to its channel; gives what the implementation gets.</summary>
    /// <param name="callback">What is called.</param>
    /// <param name="arguments">The implementation's.</param>
    /// <param name="call">Calls the code with what the arguments became.</param>
    public object? Send(CallbackTarget callback, object?[] arguments, Func<object?[], object?> call)
    {
        var live = callback.Live;
        object?[] outside = [.. arguments];
        for (var index = 0; index < outside.Length; index++)
        {
            if (outside[index] is not { } argument)
                continue;
            if (_conversions[index] is { } conversion)
                outside[index] = conversion.ToCaller(argument, live);
            else if (_mayBeSender[index] && live.IsOwnTarget(argument))
                outside[index] = live.Proxy;
        }

        var (delivery, returned) = _make(callback, () => call(outside));
        callback.Channel.Add(delivery);
        return returned;
    }
}
