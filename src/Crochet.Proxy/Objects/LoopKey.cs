using System.Reflection;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Objects;

/// <summary>Finds the loop of a group that a call's [LoopKey] belongs to.</summary>
internal abstract class LoopKey
{
    /// <summary>Null where the member has no [LoopKey].</summary>
    public static LoopKey? Of(Member member)
    {
        var index = Array.FindIndex(member.Parameters, static parameter => parameter.IsDefined(typeof(LoopKeyAttribute)));
        if (index < 0)
            return null;
        var type = member.Parameters[index].ParameterType;
        return (LoopKey)Activator.CreateInstance(typeof(LoopKeyOf<>).MakeGenericType(Nullable.GetUnderlyingType(type) ?? type), index)!;
    }

    public abstract EventLoop Find(EventLoopGroup group, CallArguments arguments);
}

/// <inheritdoc/>
internal sealed class LoopKeyOf<TKey>(int index) : LoopKey where TKey : notnull
{
    // Null equals null, so that it always goes to the same loop.
    public override EventLoop Find(EventLoopGroup group, CallArguments arguments) =>
        arguments[index] is TKey key ? group.For(key) : group[0];
}
