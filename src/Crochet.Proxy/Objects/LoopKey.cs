using System.Reflection;
using Crochet.Interfaces;
using Crochet.Invoking;

namespace Crochet.Objects;

/// <summary>Finds the loop of a group that a call's [LoopKey] belongs to.</summary>
/// <param name="index">Which argument is the key.</param>
internal sealed class LoopKey(int index)
{
    /// <summary>Null where the member has no [LoopKey].</summary>
    public static LoopKey? Of(Member member)
    {
        var index = Array.FindIndex(member.Parameters, static parameter => parameter.IsDefined(typeof(LoopKeyAttribute)));
        return index < 0 ? null : new(index);
    }

    /// <summary>The loop's place in its group.</summary>
    // A boxed key has the hash code of its type's own equality. Null equals null, so that it always goes to the same loop.
    public int FindIndex(EventLoopGroup group, CallArguments arguments) =>
        arguments[index] is { } key ? group.IndexFor(key) : 0;
}
