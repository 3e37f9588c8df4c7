using Crochet.Interfaces;

namespace Crochet.LiveValues;

/// <summary>What becomes of a member's arguments in their caller's thread. Decided once for the member.</summary>
internal sealed class LiveArguments
{
    private readonly LiveConversion?[] _conversions;

    private LiveArguments(LiveConversion?[] conversions) => _conversions = conversions;

    /// <summary>Null where all arguments go as they are.</summary>
    public static LiveArguments? Of(Member member)
    {
        var conversions = Array.ConvertAll(
            member.Parameters, static parameter => parameter.ParameterType.IsByRef ? null : LiveConversion.Of(parameter.ParameterType));
        return Array.Exists(conversions, static conversion => conversion is not null) ? new(conversions) : null;
    }

    /// <summary>The arguments as the implementation gets them, in an array of their own.</summary>
    /// <param name="arguments">The caller's.</param>
    /// <param name="loop">Where the call will run; null for several loops, where all proxies go as they are.</param>
    public object?[] Convert(object?[] arguments, EventLoop? loop)
    {
        object?[] converted = [.. arguments];
        for (var index = 0; index < converted.Length; index++)
        {
            if (loop is not null && _conversions[index] is { } conversion && converted[index] is { } argument)
                converted[index] = conversion.ToLoop(argument, loop);
        }

        return converted;
    }
}
