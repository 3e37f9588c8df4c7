using Crochet.Callbacks;
using Crochet.Interception;
using Crochet.Interfaces;
using Crochet.Objects;
using Crochet.Sending;

namespace Crochet.LiveValues;

/// <summary>What becomes of a member's arguments in their caller's thread. Decided once for the member.</summary>
internal sealed class LiveArguments
{
    private readonly Member _member;
    private readonly CallSettings _settings;
    private readonly Func<EventLoop, ProxyFactory> _factories;
    private readonly bool[] _areCallbacks;
    private readonly LiveConversion?[] _conversions;

    private LiveArguments(
        Member member, CallSettings settings, Func<EventLoop, ProxyFactory> factories, bool[] areCallbacks, LiveConversion?[] conversions)
    {
        _member = member;
        _settings = settings;
        _factories = factories;
        _areCallbacks = areCallbacks;
        _conversions = conversions;
    }

    /// <summary>Null where all arguments go as they are.</summary>
    public static LiveArguments? Of(Member member, CallSettings settings, Func<EventLoop, ProxyFactory> factories)
    {
        var areCallbacks = Array.ConvertAll(
            member.Parameters, static parameter => parameter.IsDefined(typeof(CallbackAttribute), inherit: false));
        var conversions = Array.ConvertAll(
            member.Parameters,
            parameter => parameter.ParameterType.IsByRef ? null : LiveConversion.Of(member.ParameterTypes[parameter.Position]));
        var areAllPlain = Array.IndexOf(areCallbacks, true) < 0 && Array.TrueForAll(conversions, static conversion => conversion is null);
        return areAllPlain ? null : new(member, settings, factories, areCallbacks, conversions);
    }

    /// <summary>The arguments as the implementation gets them, in an array of their own.</summary>
    /// <param name="arguments">The caller's.</param>
    /// <param name="target">The implementation, or what finds it.</param>
    /// <param name="proxy">The proxy that is called.</param>
    /// <param name="loop">Where the call will run; null for several loops, where all proxies go as they are.</param>
    public object?[] Convert(object?[] arguments, object target, object proxy, EventLoop? loop)
    {
        object?[] converted = [.. arguments];
        for (var index = 0; index < converted.Length; index++)
        {
            if (converted[index] is { } argument)
                converted[index] = ConvertOne(argument, index, target, proxy, loop);
        }

        return converted;
    }

    /// <summary>One argument as the implementation gets it.</summary>
    /// <param name="argument">The caller's.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="target">The implementation, or what finds it.</param>
    /// <param name="proxy">The proxy that is called.</param>
    /// <param name="loop">Where the call will run; null for several loops, where all proxies go as they are.</param>
    public object ConvertOne(object argument, int index, object target, object proxy, EventLoop? loop)
    {
        if (_areCallbacks[index])
            return ToCallback(argument, index, target, proxy, loop ?? ((BoundTarget)target).All[0].Loop);
        return loop is not null && _conversions[index] is { } conversion ? conversion.ToLoop(argument, loop) : argument;
    }

    private object ToCallback(object given, int index, object target, object proxy, EventLoop loop)
    {
        var objects = _factories(loop).Objects;
        var live = new LiveCall
        {
            Loop = loop,
            Member = _member,
            Settings = _settings,
            Objects = objects,
            Proxy = proxy,
            Target = target,
        };
        var giving = CallbackGiving.Here(loop, isCallerBlocked: _member.Blocks);
        return objects.Callbacks.Of(given, _member.ParameterTypes[index], _member.Name, live, giving);
    }
}
